import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { csv, tsv } from './table.ts'
import { exported, gap, mark, others, said } from './test-exported.ts'

const made = exported(
	[said(0, 2, 'He said "no", twice.'), said(8, 9, '=HYPERLINK("http://x","y")')],
	[gap(2, 8, 'damaged')],
	[mark('mark', 9, 0, 'a\nb')],
	others(9.5, [said(0, 1, '-1\tor 2')])
)

test('another reader finds the cells, and nothing that a spreadsheet would run', async () => {
	const rows = parse(String(await csv.write(made)), { bom: true, record_delimiter: '\r\n' })
	assert.deepEqual(rows, [
		['from', 'to', 'who', 'kind', 'text'],
		['00:00:00.000', '00:00:02.000', 'Me', 'text', 'He said "no", twice.'],
		['00:00:02.000', '00:00:08.000', 'Me', 'gap', '0:02–0:08 not transcribed: the file is damaged here'],
		['00:00:08.000', '00:00:09.000', 'Me', 'text', '\'=HYPERLINK("http://x","y")'],
		['00:00:09.000', '00:00:09.000', '', 'mark', '0:09 mark: a b'],
		['00:00:09.500', '00:00:10.500', 'Others', 'text', "'-1\tor 2"]
	])
	for (const text of ['=1', '+1', '-1', '@a', ' =1', '\t=1', '＝1'])
		assert.match(String(await csv.write(exported([said(0, 1, text)]))), /,"?'/, text)
})

test('in a table with tabs no text breaks a row', async () => {
	const rows = parse(String(await tsv.write(made)), { delimiter: '\t', quote: null })
	assert.deepEqual(
		rows.map((row: string[]) => row.length),
		[5, 5, 5, 5, 5, 5]
	)
	assert.equal(rows[5]?.[4], "'-1 or 2")
	assert.equal(rows[1]?.[4], 'He said "no", twice.')
})
