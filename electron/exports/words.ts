import type { Channel, GapRecord, Mark } from '../contract/records.ts'

/** What a file says beside the words that were spoken, in one language. */
export interface ExportWords {
	readonly speaker: Readonly<Record<Channel, string>>
	/** Who speaks, before the words: with the colon, and the space if there is one. */
	named(who: string): string
	/** Where text would stand, without brackets. `range`: `1:05–1:12`. */
	gap(range: string, cause: GapRecord['cause']): string
	/** `length`: of hours, minutes and seconds those that are not null; without any the length is not told. */
	mark(kind: Mark['kind'], length: { readonly h: number | null; readonly min: number | null; readonly s: number | null }): string
	/** Before a note. */
	readonly colon: string
	readonly estimated: string
	/** Name, without its ending, of the note in a zip of many that says what could not come along. */
	readonly missing: string
	/** `code`: the system's word for why. */
	noAudio(file: string, code: string): string
	/** What a language is called, by its code. */
	language(code: string): string
}

const en: ExportWords = {
	speaker: { me: 'Me', others: 'Others' },
	named: who => `${who}: `,
	gap: (range, cause) => `${range} not transcribed: ${CAUSES.en[cause]}`,
	mark(kind, { h, min, s }) {
		const what = { mark: 'mark', mute: 'muted', pause: 'paused', asleep: 'the machine was asleep' }[kind]
		const length = [h && `${h} h`, min && `${min} min`, s && `${s} s`].filter(Boolean).join(' ')
		return what + (length && ` for ${length}`)
	},
	colon: ': ',
	estimated: 'times of words are estimated',
	missing: 'What is missing',
	noAudio: (file, code) => `${file}: its audio could not be read (${code}), so it is not here.`,
	language: named('en')
}

const zhCN: ExportWords = {
	speaker: { me: '我', others: '其他人' },
	named: who => `${who}：`,
	gap: (range, cause) => `${range} 没有转录：${CAUSES['zh-CN'][cause]}`,
	mark(kind, { h, min, s }) {
		const what = { mark: '标记', mute: '已静音', pause: '已暂停', asleep: '电脑处于睡眠状态' }[kind]
		const length = [h && `${h} 小时`, min && `${min} 分`, s && `${s} 秒`].filter(Boolean).join(' ')
		return what + (length && ` ${length}`)
	},
	colon: '：',
	estimated: '词的时间为估计值',
	missing: '缺少的内容',
	noAudio: (file, code) => `${file}：音频无法读取（${code}），因此不在其中。`,
	language: named('zh-CN')
}

const CAUSES = {
	en: {
		damaged: 'the file is damaged here',
		'no-audio': 'the file holds no sound here',
		'not-recorded': 'nobody heard this: what recorded was away',
		'device-lost': 'nobody heard this: the microphone was gone',
		'engine-no-words': 'the engine found no words in the speech here',
		'engine-failed': 'the engine failed here, although the speech may be clear',
		'engine-died': 'the engine died here twice',
		'engine-loop': 'the engine only repeated itself here',
		'engine-unknown-token': 'the engine gave something here that is not text'
	},
	'zh-CN': {
		damaged: '文件在此处损坏',
		'no-audio': '文件在此处没有声音',
		'not-recorded': '录音的页面或程序当时不在，这段声音没有录到',
		'device-lost': '麦克风当时断开，这段声音没有录到',
		'engine-no-words': '引擎在这段语音中没有找到词',
		'engine-failed': '引擎在此处失败，语音本身可能是清楚的',
		'engine-died': '引擎在此处中断了两次',
		'engine-loop': '引擎在此处只是重复自己',
		'engine-unknown-token': '引擎在此处给出的不是文字'
	}
} as const satisfies Readonly<Record<string, Readonly<Record<GapRecord['cause'], string>>>>

export const EXPORT_WORDS = { en, 'zh-CN': zhCN } as const

function named(locale: string): ExportWords['language'] {
	const names = new Intl.DisplayNames(locale, { type: 'language' })
	return code => {
		try {
			return names.of(code) ?? code
		} catch {
			return code
		}
	}
}
