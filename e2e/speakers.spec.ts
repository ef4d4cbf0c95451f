import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { serve } from '../electron/models/test-server.ts'
import { gzOf } from '../electron/models/unpack/test-archives.ts'
import { startHost } from './host.ts'
import { smallModel } from './small-models.ts'
import { writeTalk } from './two-voices.ts'
import { openWindow } from './window.ts'

test('what tells speakers apart is fetched from two places, and then says who speaks, in lines and exports; it can be taken back', async ({
	browserName: _
}, info) => {
	const dataDir = info.outputPath('data')
	const made = smallModel('small-speakers', info.outputPath('made'))
	const read = (name: string) => readFileSync(join(made, name))
	const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
	const archive = gzOf([{ path: 'pyannote/segmentation.onnx', content: read('segmentation.onnx') }])
	const [first, second] = [await serve(archive), await serve(read('embedding.onnx'))]
	const part = (url: string, content: Buffer) => ({ url, bytes: content.length, sha256: sum(content) })
	const entry = {
		id: 'two-voices',
		purposes: ['speakers'],
		archive: part(`${first.url}/pyannote.tar.gz`, archive),
		beside: [part(`${second.url}/embedding.onnx`, read('embedding.onnx'))],
		diskBytes: 10_000,
		licence: { id: 'own', name: 'Licence of the house', url: 'https://licence.test/', open: true },
		model: JSON.parse(read('model.json').toString())
	}
	mkdirSync(join(dataDir, 'catalogue'), { recursive: true })
	writeFileSync(join(dataDir, 'catalogue/two-voices.json'), JSON.stringify(entry))
	const host = await startHost({ dataDir })
	try {
		await openWindow({ host }, async ({ page }) => {
			const client = await host.connect()
			writeTalk(info.outputPath('talk.wav'))
			const { added } = await client.request('files.add-paths', { paths: [info.outputPath('talk.wav')] })
			const id = added[0] ?? ''
			await client.over(id)
			await page.goto(`${host.address}#/transcripts/${id}`)
			const menu = page.getByRole('button', { name: 'Tell speakers apart' })
			await menu.click()
			await page.getByRole('menuitem', { name: 'Get a model for this…' }).click()
			await page.getByRole('radio', { name: 'Speakers' }).click()
			await page.getByRole('button', { name: /^Download.* Small pyannote$/ }).click()
			const here = page.getByRole('region', { name: 'On this machine' })
			await expect(here).toContainText('tells speakers apart', { timeout: 60_000 })
			// It writes nothing, so it is nowhere to be chosen for that.
			await expect(page.getByRole('option', { name: 'Small pyannote' })).toHaveCount(0)

			await page.goBack()
			await menu.click()
			await page.getByRole('menuitem', { name: '2 people speak' }).click()
			const lines = page.getByRole('region', { name: 'Transcript' })
			await expect(lines.getByText('Speaker 2')).toBeVisible({ timeout: 60_000 })
			const text = async () => (await client.request('transcript.export', { transcript: id, format: 'txt' })).text
			const told = await text()
			expect(told.match(/Speaker \d/g)).toEqual(['Speaker 1', 'Speaker 2', 'Speaker 1'])
			await menu.click()
			await page.getByRole('menuitem', { name: 'As it was before' }).click()
			await expect(lines.getByText('Speaker 2')).toHaveCount(0)
			expect(await text()).not.toContain('Speaker')

			// With a second one there is something to choose.
			cpSync(made, join(dataDir, 'models/another'), { recursive: true })
			const another = JSON.parse(read('model.json').toString())
			writeFileSync(join(dataDir, 'models/another/model.json'), JSON.stringify({ ...another, name: 'Another pair' }))
			await page.getByRole('link', { name: 'Models', exact: true }).click()
			const used = page.getByLabel('Model that tells speakers apart')
			await expect(used).toHaveValue('another')
			await used.selectOption({ label: 'Small pyannote' })
			await expect.poll(async () => (await client.request('settings.get', {})).speakersModel).toBe('two-voices')
			await expect(used).toHaveValue('two-voices')
			client.close()
		})
	} finally {
		await host.stop()
		await first.close()
		await second.close()
	}
})
