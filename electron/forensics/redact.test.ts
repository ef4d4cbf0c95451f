import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Personal } from './personal.ts'
import { Redactor } from './redact.ts'

const linux: Personal = {
	homes: ['/home/ann'],
	dataDirs: ['/home/ann/.local/share/Holdfast'],
	users: ['ann'],
	hosts: ['anns-laptop.lan', 'anns-laptop'],
	titles: ['Board meeting', 'Board meeting, part 2', 'Réunion à Zürich', 'a', '12', '会议', 'Q&A "live" 50%', 'never mentioned'],
	files: [
		{ name: 'board call.mp3', path: '/media/stick/Secret client/board call.mp3' },
		{ name: 'Réunion.wav', path: null }
	]
}

const windows: Personal = {
	homes: ['C:\\Users\\Anna Lena'],
	dataDirs: ['C:\\Users\\Anna Lena\\AppData\\Roaming\\Holdfast'],
	users: ['Anna Lena', 'ANNALE~1'],
	hosts: ['DESKTOP-7Q'],
	titles: [],
	files: [{ name: 'Interview.wav', path: 'D:\\Work\\Interview.wav' }]
}

function check(personal: Personal, cases: readonly (readonly [text: string, expected: string])[]): void {
	const redactor = new Redactor(personal, cases.map(([text]) => text).join('\n'))
	for (const [text, expected] of cases) assert.equal(redactor.text(text), expected, text)
}

/** As it stands inside a JSON string, so many levels deep. */
function nested(text: string, levels: number): string {
	return levels === 0 ? text : nested(JSON.stringify(text).slice(1, -1), levels - 1)
}

test('replaces folders, users and hosts by what they are', () => {
	check(linux, [
		['open /home/ann/notes/x.txt failed', 'open ~/notes/x.txt failed'],
		['/home/ann', '~'],
		['The folder /home/ann.', 'The folder ~.'],
		['"/home/ann":', '"~":'],
		['/HOME/Ann/x', '~/x'],
		['/home//ann/x', '~/x'],
		['file:///home/ann/a%20b', 'file://~/a%20b'],
		['%2Fhome%2Fann%2Fx and %252Fhome%252Fann', '~%2Fx and ~'],
		['\\/home\\/ann\\/x', '~\\/x'],
		['at\\n/home/ann/x', 'at\\n~/x'],
		['/home/ann/.local/share/Holdfast/crashes/kept/1.dmp', '<data>/crashes/kept/1.dmp'],
		['ann@anns-laptop.lan: anns-laptop', '<user>@<host>: <host>'],
		['/srv/home/ann/x', '/srv/home/<user>/x'],
		['\\nann\\tann%20ann', '\\n<user>\\t<user>%20<user>'],
		['/home/ann-old/x', '/home/<user>-old/x']
	])
})

test('leaves everything else as it is', () => {
	const texts = [
		'/home/anna/x',
		'/home/annex',
		'annotation, planning, Ann, mann',
		'/usr/lib/node_modules/libonnx.so',
		'',
		'   ',
		'{',
		'{"not": json}',
		'pid 12, code 12: a signal',
		'Board meetings and aboard meeting'
	]
	check(
		linux,
		texts.map(text => [text, text])
	)
	check({ homes: ['/'], dataDirs: ['/'], users: ['root', ''], hosts: ['localhost'], titles: ['', ' '], files: [] }, [
		['/x root@localhost /root', '/x root@localhost /root']
	])
	assert.equal(new Redactor({ homes: [], dataDirs: [], users: [], hosts: [], titles: [], files: [] }, '').text('as it is'), 'as it is')
})

test('replaces Windows’ paths with either slash, in either case, however deep in JSON', () => {
	check(windows, [
		['C:\\Users\\Anna Lena\\x.txt', '~\\x.txt'],
		['c:/users/anna lena/x.txt', '~/x.txt'],
		['file:///C:/Users/Anna%20Lena/x.txt', 'file:///~/x.txt'],
		['C%3A%5CUsers%5CAnna+Lena%5Cx', '~%5Cx'],
		['\\\\?\\C:\\Users\\Anna Lena', '\\\\?\\~'],
		['C:\\Users\\Anna Lena\\AppData\\Roaming\\Holdfast\\logs', '<data>\\logs'],
		['C:\\Users\\ANNALE~1\\AppData\\Local\\Temp', 'C:\\Users\\<user>\\AppData\\Local\\Temp'],
		['D:\\Work\\Interview.wav: D:/work/interview.wav, Interview.wav', '<file 1>: <file 1>, <file 1>'],
		['E:\\Users\\anna lena\\x', 'E:\\Users\\<user>\\x'],
		['DESKTOP-7Q', '<host>'],
		...[1, 2, 3].map(
			levels => [nested('C:\\Users\\Anna Lena\\x "D:\\Work\\Interview.wav"', levels), nested('~\\x "<file 1>"', levels)] as const
		)
	])
})

test('replaces titles and the user’s files, the same by the same, however they are written', () => {
	check(linux, [
		['while reading “Board meeting”, then Board meeting, part 2.', 'while reading “<title 1>”, then <title 2>.'],
		['Board%20meeting Board+meeting Board\\u0020meeting', '<title 1> <title 1> <title 1>'],
		[`Réunion à Zürich ${'Réunion à Zürich'.normalize('NFD')}`, '<title 3> <title 3>'],
		[encodeURIComponent('Réunion à Zürich'), '<title 3>'],
		['R\\u00e9union \\u00E0 Z\\u00fcrich', '<title 3>'],
		['“a” is a title, “12” too', '“<title 4>” is a title, “<title 5>” too'],
		['Crashed while reading “会议”.', 'Crashed while reading “<title 6>”.'],
		['Q&A "live" 50%', '<title 7>'],
		[nested('Q&A "live" 50%', 2), '<title 7>'],
		['/media/stick/Secret client/board call.mp3', '<file 1>'],
		['board call.mp3 board%20call.mp3 Réunion.wav', '<file 1> <file 1> <file 2>'],
		['/media/stick/Secret%20client/board%20call.mp3', '<file 1>'],
		['\\nBoard meeting', '\\n<title 1>']
	])
})

test('keeps JSON JSON, and Holdfast’s own words as they are', () => {
	const personal = { ...linux, titles: ['engine', '12', 'Talk "1"'] }
	const record = {
		role: 'engine',
		title: '12',
		versions: { node: '12' },
		text: 'The engine of “12”',
		job: 'engine',
		log: ['{"process":"engine","msg":"engine at /home/ann/x","n":12,"title":"Talk \\"1\\""}', '{torn /home/ann'],
		none: null,
		deep: [{ role: 'engine', path: '/home/ann' }]
	}
	assert.deepEqual(new Redactor(personal, JSON.stringify(record)).value(record), {
		role: 'engine',
		title: '<title 2>',
		versions: { node: '12' },
		text: 'The <title 1> of “<title 2>”',
		job: 'engine',
		log: ['{"process":"engine","msg":"<title 1> at ~/x","n":12,"title":"<title 3>"}', '{torn ~'],
		none: null,
		deep: [{ role: 'engine', path: '~' }]
	})
})

test('redacts a large log for a large library at once', context => {
	const titles = Array.from({ length: 5_000 }, (_, n) => `Meeting with client number ${n} about the quarter`)
	const line = (n: number) =>
		`{"level":30,"process":"engine","msg":"reading /home/ann/talks/${n}.mp3 of “Meeting with client number ${n} about the quarter”"}`
	const log = Array.from({ length: 2_000 }, (_, n) => line(n * 1000)).join('\n')
	const begun = performance.now()
	const clean = new Redactor({ ...linux, titles }, log).text(log)
	const took = performance.now() - begun
	context.diagnostic(`${Math.round(took)} ms for ${Math.round(log.length / 1000)} kB`)
	assert.ok(!clean.includes('ann'), 'the user')
	assert.match(clean, /^\{"level":30,"process":"engine","msg":"reading ~\/talks\/0.mp3 of “<title 1>”"\}\n/)
	assert.ok(took < 1_000)
})
