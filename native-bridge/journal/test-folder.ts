/** Places for tests that write real files. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** A folder that goes with the test. */
export function folderFor(context: TestContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-'))
	context.after(() => rmSync(folder, { recursive: true, force: true }))
	return folder
}

/** A disk of so many kB that goes with the test; null, with the test skipped, where none can be mounted. */
export function smallDisk(context: TestContext, kilobytes: number): string | null {
	const folder = mkdtempSync(join(tmpdir(), 'holdfast-disk-'))
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' })
	} catch {
		rmSync(folder, { recursive: true })
		context.skip('A full disk is made with mount(8), which only root may use, on Linux.')
		return null
	}
	context.after(() => {
		// Lazily: a test that failed may have left files open.
		execFileSync('umount', ['-l', folder])
		rmSync(folder, { recursive: true })
	})
	return folder
}

/** Takes the last free byte of a small disk. */
export function fillDisk(disk: string): void {
	for (let bytes = 4096; bytes > 0; ) {
		try {
			appendFileSync(join(disk, 'fill'), Buffer.alloc(bytes))
		} catch {
			bytes = Math.floor(bytes / 2)
		}
	}
}
