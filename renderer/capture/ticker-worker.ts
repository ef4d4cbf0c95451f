/** Ticks four times a second in a thread of its own: a page's own timers are slowed down to one a minute while nobody looks at it. */
setInterval(() => postMessage(null), 250)
