/** What is asked when the window is closed in the middle of a recording. Both languages, for main knows none. `closes`: the button that does it. */
export const CLOSE_WHILE_RECORDING = {
	type: 'question' as const,
	title: 'Holdfast',
	message: 'A recording is under way. · 正在录音。',
	detail:
		'Closing the window ends the recording and Holdfast. Everything recorded so far is kept.\n关闭窗口会结束录音并退出 Holdfast。已录制的内容都会保留。',
	buttons: ['Go on recording · 继续录音', 'Stop and close · 停止并关闭'],
	defaultId: 0,
	cancelId: 0,
	noLink: true,
	closes: 1
}
