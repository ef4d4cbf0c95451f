/** The address of a script that Vite bundled apart: the audio worklet. */
declare module '*?worker&url' {
	const url: string
	export default url
}
declare module '*.css'
/** A text file, as it is. */
declare module '*?raw' {
	const text: string
	export default text
}
