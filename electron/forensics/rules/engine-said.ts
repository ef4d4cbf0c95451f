import { type DeathFacts, doing, inside, lineOf, type Rule, who, wrote } from './rule.ts'

/** A line that sherpa-onnx wrote: `/shared/sherpa-onnx/csrc/base64-decode.cc:Ord:26 Unknown character '!'`. */
const SHERPA_LINE = /^(?:\S*\/)?(\S+\.(?:cc|h):\w+):(\d+) (.*)$/

/** Ends that the engine's library chose because of a model, and explained on standard error. */
export const MODEL: readonly Rule[] = [
	{
		// sherpa-onnx calls _Exit(-1) about everything it does not like in a model, and says why on one line before.
		code: 'model-refused',
		blamesWork: false,
		says: death => {
			const line = death.facts.code === 255 ? lineOf(death, SHERPA_LINE) : null
			if (!line) return null
			const text = line[3] ?? ''
			return {
				facts: { line: text, where: line[1] ?? '' },
				text: `The engine refused the model and ended itself${doing(death)}. Its last line: “${text}”.`,
				certainty: 'known',
				advice: 'A file of the model is damaged or of another kind. Delete the models folder and start again: it is fetched anew.',
				evidence: [wrote(line[0])]
			}
		}
	},
	{
		code: 'model-damaged',
		blamesWork: false,
		says: death => {
			const line = death.facts.signal === 'SIGABRT' ? lineOf(death, /^.*(?:Load model .* failed|Error opening|Protobuf parsing).*$/) : null
			if (!line) return null
			const said = withoutWhat(line[0])
			return {
				facts: { line: said },
				text: `The engine could not read the model and ended itself${doing(death)}: “${said}”.`,
				certainty: 'known',
				advice: 'Delete the models folder and start again: it is fetched anew.',
				evidence: [wrote(line[0])]
			}
		}
	}
]

/** C++ that nobody caught. Asked after memory: a refusal of memory ends in the same way. */
export const NATIVE_EXCEPTION: readonly Rule[] = [
	{
		code: 'native-exception',
		blamesWork: true,
		says: death => {
			if (death.facts.signal !== 'SIGABRT') return null
			const thrown = lineOf(death, /^terminate called (?:after throwing an instance of '([^']+)'|.*)$/)
			if (!thrown) return null
			const what = lineOf(death, /^what\(\): .*$/)
			const said = what ? withoutWhat(what[0]) : (thrown[1] ?? 'no reason given')
			return {
				facts: { line: said, kind: thrown[1] ?? null },
				text: `${who(death)} ended itself${doing(death)}: ${thrown[1]?.startsWith('Ort::') ? 'its recognition library (ONNX Runtime)' : 'native code'} met an error that nobody handled${inside(death)}: “${said}”.`,
				certainty: 'known',
				advice: null,
				evidence: evidence(death, thrown[0])
			}
		}
	}
]

function evidence(death: DeathFacts, thrown: string): string[] {
	const what = lineOf(death, /^what\(\): .*$/)
	return what ? [wrote(thrown), wrote(what[0])] : [wrote(thrown)]
}

/** C++ writes what an exception says behind `what():`. */
function withoutWhat(line: string): string {
	return line.replace(/^what\(\):\s*/, '')
}
