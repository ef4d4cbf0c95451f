import { fail, ok, type Result } from './problem.ts'

/**
 * Streams a file to the browser host under the id `upload`. `onProgress` gets the bytes that left so far.
 * Fails with `upload-cancelled`, `upload-interrupted` (line lost) or `upload-refused` (the host's HTTP status).
 */
export function uploadFile(file: File, upload: string, signal: AbortSignal, onProgress: (bytes: number) => void): Promise<Result<null>> {
	return new Promise(resolve => {
		// XMLHttpRequest, because fetch tells nothing about how far an upload is.
		const request = new XMLHttpRequest()
		const cancel = () => request.abort()
		const end = (result: Result<null>) => {
			signal.removeEventListener('abort', cancel)
			resolve(result)
		}
		signal.addEventListener('abort', cancel)
		request.upload.onprogress = event => onProgress(event.loaded)
		request.onabort = () => end(fail('upload-cancelled', `Adding “${file.name}” was cancelled.`, { name: file.name }))
		request.onerror = () =>
			end(
				fail(
					'upload-interrupted',
					`“${file.name}” could not be copied to Holdfast: the connection was lost, or the file can't be read. Try again.`,
					{
						name: file.name
					}
				)
			)
		request.onload = () => {
			if (request.status === 200) return end(ok(null))
			end(
				fail('upload-refused', `Holdfast did not take “${file.name}” (status ${request.status}). Is the disk full? Try again.`, {
					name: file.name,
					status: request.status
				})
			)
		}
		request.open('PUT', `/uploads/${upload}`)
		request.send(file)
	})
}
