/** Makes docs/models.md from the catalogue: `npm run models`. A test says when it is behind. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CATALOGUE, offered } from '../electron/models/catalogue/catalogue.ts'
import type { CatalogueEntry } from '../electron/models/catalogue/entry.ts'

export const MODELS_DOC = join(import.meta.dirname, '../docs/models.md')

/** Named up to so many, listed by their codes up to so many; more are counted. */
const MOST_NAMED = 5
const MOST_LISTED = 40

export function modelsDoc(catalogue: readonly CatalogueEntry[]): string {
	const rows = catalogue
		.filter(entry => !entry.purposes.includes('speakers'))
		.map(entry => {
			const model = offered(entry, false)
			const { licence } = model
			const cells = [
				`${model.name}<br>\`${model.id}\``,
				languages(model.languages, model.languageCount),
				model.purposes.join(', ').replaceAll('-', ' '),
				mb(model.downloadBytes),
				mb(model.diskBytes),
				mb(model.memoryBytes),
				`[${licence.name}](${licence.url})${licence.open ? '' : ' (asked once)'}`,
				model.times,
				model.confidence ? 'yes' : '–',
				model.punctuation ? 'yes' : '–',
				`${model.segmentSeconds} s`,
				`${entry.model.engine.replace('sherpa-', '')} ${entry.model.kind}`,
				sums(entry)
			]
			return `| ${cells.join(' | ')} |`
		})
	const voices = catalogue
		.filter(entry => entry.purposes.includes('speakers'))
		.map(entry => {
			const { name, id, downloadBytes, diskBytes, memoryBytes, licence } = offered(entry, false)
			const cells = [
				`${name}<br>\`${id}\``,
				mb(downloadBytes),
				mb(diskBytes),
				mb(memoryBytes),
				`[${licence.name}](${licence.url})`,
				sums(entry)
			]
			return `| ${cells.join(' | ')} |`
		})
	return `# Models

Made from \`electron/models/catalogue\` by \`npm run models\`; not to be written by hand.

Each is fetched when you ask for it (the window's page “Models”), from the release archives of
[sherpa-onnx](https://github.com/k2-fsa/sherpa-onnx/releases/tag/asr-models) or from a place that you set, checked, and unpacked into
\`<data>/models/<name>\`. An archive can also be dropped on that page, or a folder of one. “–” is: unknown, or no.

**Memory** is estimated from the files' size (measured only for the model that comes with Holdfast: 28 MB of files, 212–239 MB). **Segment**: the longest stretch that it is
given at once. **Sum**: SHA-256 of the archive, as it is pinned; “first seen” where none is known: then what came the first time is remembered, and a
change is asked about. Archives have been replaced under the same name before.

| model | languages | good for | download MB | disk MB | memory MB | licence | word times | confidence | punctuation | segment | kind | sum |
| --- | --- | --- | --: | --: | --: | --- | --- | --- | --- | --: | --- | --- |
${rows.join('\n')}

## Speakers

These write nothing: they tell by voices who speaks where in what is transcribed (the transcript’s menu, “Tell speakers apart”). Each is two files, one of
which hears who of at most three speaks when, in any language; the other makes a print of each voice. ERes2Net was made from Chinese speech, TitaNet from
English; both tell people of other languages apart too, but how well nobody has measured here.

| model | download MB | disk MB | memory MB | licence | sums |
| --- | --: | --: | --: | --- | --- |
${voices.join('\n')}

## Which one hears what

The settings have a model for each language (**Models**). A single recording, the files that you add next, the watched folder (Settings), a transcript that is
heard again, and \`transcribe --model NAME --language CODE\` can each have another model, another language (which the same model may know), or leave the language to
a model that finds it out.

- A recording’s model is loaded beside the engine and takes its place between two segments, so no moment is without one; when the recording is over the settings’ model
  is back. What was said while it was being loaded is heard with it by the second pass.
- Files are heard by an engine of their own, at low priority; those for one model one after the other.
- A model that is gone, does not know the language, can’t be loaded or has too little memory keeps nobody waiting: what was to be heard with it is heard as the settings
  say, the transcript says why, and “Transcribe again” makes the other text once that is mended. Both are kept.

## How fast one is on your machine

Nobody knows before it was measured there. **Health**, “Speed on this machine”, does it with one model or all that are here: each is loaded in an engine of its own, hears the
sample (7 s of English) once to warm up, then until 20 s of speech were heard, or 20 s went by. The figure is audio time per time on the clock, by one thread, as the engine
always works; memory is the most that the engine had. Of a model that hears no English words there is no figure: it would be fast for the wrong reason. Nothing is
measured while something is recorded or transcribed, and what begins meanwhile ends it; where other programs kept the processor busy, the row says so.

From 9 × real time on text keeps up with speech, from 3 on it comes seconds later ([measured](measured.md): an engine slowed down five and fifteen times); below that later
and later, and nothing is lost. A streaming model hears each sound once, so 2 × is enough. A figure is of one machine and one state of the model’s files
(\`<data>/speeds.json\`, in no backup); for models that are not here there is none, and none is guessed.

## What is beside a recogniser

- **Punctuation.** Where a recogniser writes none and there is a network for its languages whose licence is known, that comes along (Streaming Paraformer: FunASR's
  CT-Transformer, Apache 2.0; Streaming Zipformer: Edge-Punct-Casing, which sets case too: its authors publish it under Apache 2.0, sherpa-onnx's archive of it has no
  licence file of its own). One that is brought in the folder of a model is known and used likewise.
- **Numbers** as one writes them: rules (\`.fst\`, \`.far\`) named in a model's own \`model.json\` are applied.
- **Where speech is** is found by Silero's detector, version 6, which comes with Holdfast and serves every model. Its versions 4 and 5 gave more errors in the hardest of
  three sets (11.1 and 10.7 % of words, against 9.3) and took noise for speech, and ten-vad's licence has conditions beyond the Apache licence: neither is offered.
- **Who speaks** is found with Pyannote's segmentation (MIT). Reverb's licence keeps commercial use to those who ask for it, so it is not offered. A folder
  with such a network and one for voices is known by what the files say of themselves (not tried with Reverb's own).

A model of your own: a file \`<data>/catalogue/<name>.json\` with one entry as \`electron/models/catalogue/entry.ts\` describes it; it is offered beside these.
`
}

function sums(entry: CatalogueEntry): string {
	const known = [entry.archive, ...(entry.beside ?? [])].map(({ sha256 }) =>
		sha256 === null ? 'first seen' : `\`${sha256.slice(0, 12)}…\``
	)
	return known.join(', ')
}

function languages(codes: readonly string[], count: number): string {
	if (codes.includes('mul')) return `${count}`
	const names = new Intl.DisplayNames('en', { type: 'language' })
	if (codes.length > MOST_LISTED) return `${count}`
	return codes.length <= MOST_NAMED ? codes.map(code => names.of(code)).join(', ') : `${count}: ${codes.join(' ')}`
}

function mb(bytes: number | null): string {
	return bytes === null ? '–' : String(Math.round(bytes / 1e6))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(MODELS_DOC, modelsDoc(CATALOGUE))
