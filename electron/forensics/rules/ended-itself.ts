import { doing, lineOf, type Rule, who, wrote } from './rule.ts'

const A_BUG = 'This is a bug in Holdfast. Please report it with this record.'

/** Ends by exit code: its own code chose them, or a library's. */
export const ENDED_ITSELF: readonly Rule[] = [
	{
		code: 'exception',
		blamesWork: true,
		says: death => {
			// 1: an exception nobody caught; 7: the last handler of exceptions threw one itself (nodejs.org, process exit codes).
			if (death.facts.code !== 1 && death.facts.code !== 7) return null
			const line =
				lineOf(death, /^(?:Uncaught )?(?:\w*Error|\w*Exception|DOMException)\b.*$/) ?? lineOf(death, /^.*\[UnhandledPromiseRejection: .*$/)
			if (!line) return null
			return {
				facts: { line: line[0] },
				text: `${who(death)} ended itself over an error in its own code${doing(death)}: “${line[0]}”.`,
				certainty: 'known',
				advice: A_BUG,
				evidence: [wrote(line[0])]
			}
		}
	},
	{
		code: 'thrown',
		blamesWork: true,
		says: death => {
			if (death.facts.code !== 1) return null
			// What is not an Error has no stack: Node says where it was thrown and what it was.
			const line = lineOf(death, /^Thrown at:.*$/) ?? lineOf(death, /^\(Use `node --trace-uncaught .*$/)
			if (!line) return null
			return {
				facts: {},
				text: `${who(death)} ended itself over an error in its own code${doing(death)}, which does not say what was wrong.`,
				certainty: 'known',
				advice: A_BUG,
				evidence: [wrote(line[0])]
			}
		}
	},
	{
		code: 'unfinished-start',
		blamesWork: false,
		says: death =>
			death.facts.code === 13
				? {
						facts: {},
						text: `${who(death)} ended${doing(death)} because it waited for something that could not come any more (exit code 13).`,
						certainty: 'known',
						advice: A_BUG
					}
				: null
	},
	{
		code: 'exit-zero',
		blamesWork: true,
		says: death =>
			death.facts.code === 0
				? {
						facts: {},
						text: `${who(death)} ended${doing(death)} as if its work were done (exit code 0), but nobody had asked it to.`,
						certainty: 'known',
						advice: null
					}
				: null
	},
	{
		code: 'exit-code',
		blamesWork: true,
		says: death =>
			death.facts.code !== null
				? {
						facts: { code: death.facts.code },
						text: `${who(death)} ended itself${doing(death)} with exit code ${death.facts.code}, and did not say why.`,
						certainty: 'known',
						advice: null
					}
				: null
	}
]
