/** What the program asked of Electron, in order: one line a call. */
export const calls: string[] = []

export function called(name: string, ...args: readonly unknown[]): void {
	calls.push(`${name}(${args.map(arg => JSON.stringify(arg)).join(', ')})`)
}
