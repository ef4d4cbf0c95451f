import { parseSync, Visitor } from 'vite'

export interface Import {
	/** As written, without a bundler's query. */
	readonly specifier: string
	/** From 1. */
	readonly line: number
	/** Gone when types are stripped: `import type`, `export type`, `import('…').T`. Inline `type` words leave an import behind. */
	readonly isType: boolean
}

export interface FileFacts {
	readonly imports: readonly Import[]
	/** Lines that read `process.env` or `process.argv`. */
	readonly environmentLines: readonly number[]
}

/** What a TypeScript file takes from elsewhere, by a real parser. Throws when the source does not parse. */
export function readImports(path: string, source: string): FileFacts {
	const { program, module, errors } = parseSync(path, source)
	const [error] = errors
	if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`)
	const imports: Import[] = []
	const environment: number[] = []
	const add = (specifier: string, at: number, isType: boolean) =>
		imports.push({ specifier: specifier.replace(/\?.*$/, ''), line: lineAt(source, at), isType })

	for (const found of module.staticImports) {
		add(found.moduleRequest.value, found.start, /^import\s+type\b/.test(source.slice(found.start)))
		for (const { importName } of found.entries) {
			if (/^(node:)?process$/.test(found.moduleRequest.value) && (importName.name === 'env' || importName.name === 'argv')) {
				environment.push(lineAt(source, found.start))
			}
		}
	}
	for (const found of module.staticExports) {
		const request = found.entries.find(entry => entry.moduleRequest !== null)?.moduleRequest
		if (request) add(request.value, found.start, /^export\s+type\b/.test(source.slice(found.start)))
	}
	new Visitor({
		ImportExpression(node) {
			if (node.source.type === 'Literal' && typeof node.source.value === 'string') add(node.source.value, node.start, false)
		},
		TSImportType(node) {
			add(node.source.value, node.start, true)
		},
		MemberExpression(node) {
			if (node.object.type !== 'Identifier' || node.object.name !== 'process' || node.property.type !== 'Identifier') return
			if (node.property.name === 'env' || node.property.name === 'argv') environment.push(lineAt(source, node.start))
		}
	}).visit(program)
	return { imports, environmentLines: environment }
}

function lineAt(source: string, offset: number): number {
	return source.slice(0, offset).split('\n').length
}
