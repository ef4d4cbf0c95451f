import type { Licence } from '../../contract/models.ts'

export const MIT: Licence = { id: 'mit', name: 'MIT', url: 'https://opensource.org/license/mit', open: true }
export const APACHE: Licence = { id: 'apache-2.0', name: 'Apache 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0', open: true }
/** Of a bundle: its larger part’s, and that of the other, pyannote’s, by name. */
export const APACHE_AND_MIT: Licence = { ...APACHE, id: 'apache-2.0-mit', name: 'Apache 2.0; pyannote: MIT' }
/** Asks only that its authors are named where a work made from the model is passed on. */
export const CC_BY: Licence = { id: 'cc-by-4.0', name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/', open: true }
export const CC_BY_AND_MIT: Licence = { ...CC_BY, id: 'cc-by-4.0-mit', name: 'CC BY 4.0; pyannote: MIT' }
/** Free for private persons and small firms only. */
export const MOONSHINE_COMMUNITY: Licence = {
	id: 'moonshine-community',
	name: 'Moonshine Community License',
	url: 'https://moonshine.ai/license',
	open: false
}
export const FUNASR: Licence = {
	id: 'funasr-model',
	name: 'FunASR Model License',
	url: 'https://github.com/modelscope/FunASR/blob/main/MODEL_LICENSE',
	open: false
}
