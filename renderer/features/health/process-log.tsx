import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Problem } from '../../api/problem.ts'
import { useApp } from '../../app-context.ts'
import { readLogLine } from '../../messages/log-line.ts'
import { useWords } from '../../messages/use-words.ts'

/** Asked for so often while it is open, ms. */
const EVERY_MS = 1_000
/** So near the end, in pixels, and it follows what is added. */
const AT_END = 24

/** The last lines that a process wrote, live. */
export function ProcessLog({ name, label }: { readonly name: string; readonly label: string }) {
	const { health } = useApp()
	const words = useWords()
	const [lines, setLines] = useState<readonly string[] | null>(null)
	const [problem, setProblem] = useState<Problem | null>(null)
	const box = useRef<HTMLPreElement>(null)
	const atEnd = useRef(true)
	useEffect(() => {
		let open = true
		let timer: ReturnType<typeof setTimeout> | undefined
		const look = async () => {
			const result = await health.log(name)
			if (!open) return
			setProblem(result.ok ? null : result.problem)
			if (result.ok) setLines(before => (before !== null && same(before, result.value) ? before : result.value))
			timer = setTimeout(() => void look(), EVERY_MS)
		}
		void look()
		return () => {
			open = false
			clearTimeout(timer)
		}
	}, [health, name])
	// biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what it waits for
	useLayoutEffect(() => {
		if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight
	}, [lines])
	return (
		<pre
			ref={box}
			className="process-log"
			role="log"
			aria-label={label}
			aria-live="off"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
			tabIndex={0}
			onScroll={({ currentTarget: it }) => {
				atEnd.current = it.scrollHeight - it.scrollTop - it.clientHeight < AT_END
			}}
		>
			{problem !== null
				? words.problem(problem)
				: lines === null
					? '…'
					: lines.length === 0
						? words.t('health.logEmpty')
						: lines.map(line => readLogLine(line, words.preciseTime)).join('\n')}
		</pre>
	)
}

function same(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.at(-1) === b.at(-1)
}
