import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinWords, wordsIn } from './words.ts'

function check(text: string, words: readonly string[]): void {
	assert.deepEqual(wordsIn(text), words)
	assert.equal(words.join(''), text.replace(/\s/g, ''))
}

test('words are what stands between spaces, with their punctuation', () => {
	check(' Well, I went  home. ', ['Well,', 'I', 'went', 'home.'])
	check('', [])
})

test('Chinese, Japanese and Thai are cut into words, and punctuation stays at its word', () => {
	check('今天天气很好，我们去公园吧。', ['今天', '天气', '很好，', '我们', '去', '公园', '吧。'])
	check('他说：“你好！”', ['他', '说：', '“你好！”'])
	check('東京は日本の首都です。', ['東京', 'は', '日本', 'の', '首都', 'です。'])
	check('สวัสดีครับ', ['สวัสดี', 'ครับ'])
})

test('languages that are mixed are cut each in its way', () => {
	check('我用iPhone打电话 to my friend', ['我', '用', 'iPhone', '打电话', 'to', 'my', 'friend'])
	check('（', ['（'])
})

test('words are joined as one writes them', () => {
	assert.equal(joinWords(['你好，', '世界', 'hello', 'there', '我']), '你好，世界hello there我')
	assert.equal(joinWords(['I', 'went', '', 'home.']), 'I went home.')
	assert.equal(joinWords(['안녕', '하세요']), '안녕 하세요')
})
