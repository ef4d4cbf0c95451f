import type { Task } from 'electron'
import type { Words } from './messages/words.ts'

/**
 * What Windows offers by a right click on Holdfast's icon in the taskbar, above its recent files; macOS has the Dock's menu for it. The list
 * outlives the program, so it says nothing of what is going on: who records already is only shown.
 */
export function tasksOf(program: string, { t }: Words): Task[] {
	const title = t('menu.record')
	return [{ program, arguments: '--record', title, description: title, iconPath: program, iconIndex: 0 }]
}
