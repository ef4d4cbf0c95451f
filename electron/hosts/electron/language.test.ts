import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Language } from './language.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-language-'))
after(() => rmSync(folder, { recursive: true }))

test('the window’s language is spoken, also at the next start before there is one', () => {
	const path = join(folder, 'language.json')
	const language = new Language(path, ['fr', 'en-GB'])
	let changes = 0
	language.onChange(() => changes++)
	assert.equal(language.words.locale, 'en')
	language.set('en')
	assert.equal(changes, 0)
	language.set('zh-CN')
	assert.deepEqual([changes, language.words.t('menu.file')], [1, '文件'])
	assert.equal(new Language(path, ['en']).words.locale, 'zh-CN')
})
