import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'

// GitHub's own parser imports its schema as bundlers take it, without saying that it is JSON.
registerHooks({
	load: (url, context, next) => next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context)
})
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser')

const root = join(import.meta.dirname, '..')
const folder = join(root, '.github/workflows')
const scripts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts

for (const name of readdirSync(folder)) {
	const content = readFileSync(join(folder, name), 'utf8')

	test(`the workflow ${name} is one by GitHub’s own schema, with its expressions`, async () => {
		const parsed = parseWorkflow({ name, content }, new NoOperationTraceWriter())
		assert.deepEqual(
			parsed.context.errors.getErrors().map(error => error.message),
			[]
		)
		assert.ok(parsed.value)
		const workflow = await convertWorkflowTemplate(parsed.context, parsed.value)
		assert.deepEqual([workflow.errors ?? [], workflow.jobs.length > 0], [[], true])
	})

	test(`the workflow ${name} runs scripts and kinds of tests that there are`, () => {
		for (const [, script = ''] of content.matchAll(/npm run ([\w:-]+)/g)) assert.ok(scripts[script], script)
		const kinds = [...content.matchAll(/npm test -- ([\w -]+)/g)].flatMap(([, names = '']) => names.trim().split(' '))
		const known = readFileSync(join(root, 'build/test.mjs'), 'utf8')
		for (const kind of kinds) assert.match(known, new RegExp(`^\\t'?${kind}'?: \\{`, 'm'), kind)
	})
}
