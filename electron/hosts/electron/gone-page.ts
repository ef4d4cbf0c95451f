import { HOME } from './origin.ts'

/** Shown when our page keeps dying: plain, without a script or anything that could have been the cause. Both languages, for nothing can be asked here. */
export const GONE_PAGE = `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Holdfast</title>
<meta name="color-scheme" content="light dark">
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem}h1{font-size:1.25rem}a{color:LinkText}</style>
<h1>The window has crashed several times</h1>
<p>Holdfast itself is running. Your recordings and transcripts are saved. A recording that is under way goes on, and files are still being transcribed.</p>
<p><a href="${HOME}">Open the window again</a>. If it crashes again, quit Holdfast and start it anew; updating the graphics driver may help.</p>
<div lang="zh-Hans"><h1>窗口多次崩溃</h1>
<p>Holdfast 本身仍在运行。录音和文字都已保存。正在进行的录音会继续，文件仍在转写。</p>
<p><a href="${HOME}">重新打开窗口</a>。如果再次崩溃，请退出并重新启动 Holdfast；更新显卡驱动程序也可能有帮助。</p></div>
</html>`)}`
