import { createRequire } from 'node:module'
import { fail, ok, type Result } from '../protocol/problem.ts'

export type SherpaLibrary = typeof import('sherpa-onnx-node')

const require = createRequire(import.meta.url)

/**
 * The native library, loaded on first use so that a registry of engines costs nothing. Its loader swallows the real error
 * ("Could not find sherpa-onnx-node"): the platform's package is loaded first, and its error kept.
 */
export function loadSherpa(): Result<SherpaLibrary> {
	// Named `win`, not `win32`, on npm.
	const platform = process.platform === 'win32' ? 'win' : process.platform
	const carrier = `sherpa-onnx-${platform}-${process.arch}`
	try {
		require(carrier)
		return ok(require('sherpa-onnx-node') as SherpaLibrary)
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
		const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
		return fail(
			'engine-library',
			code === 'MODULE_NOT_FOUND'
				? `The speech engine sherpa-onnx is not installed for this machine (${process.platform} on ${process.arch}). Install the app again; where there is no package ${carrier}, this machine is not supported.`
				: `The speech engine sherpa-onnx could not be loaded: ${reason}. A system library may be missing or too old; the log has the details.`,
			{ carrier, code, reason }
		)
	}
}

/** What stands in the record of a death: the library, what it computes with, and where the model is from. */
export function versionsOf(library: SherpaLibrary, { origin }: { readonly origin: string }): Readonly<Record<string, string>> {
	return { 'sherpa-onnx': library.version, onnxruntime: library.onnxruntimeVersion, node: process.versions.node, model: origin }
}
