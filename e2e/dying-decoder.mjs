// Loaded into the processes of a Holdfast under test (NODE_OPTIONS): the decoder does itself harm over files of certain names.
if (process.env.HOLDFAST_NAME === 'decoder') {
	const HARM = {
		crash: () => process.abort(),
		hang: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
		// Outside of JavaScript's own memory, as a native library eats it; and so slow that its heart is heard meanwhile.
		eat: () => {
			const eaten = []
			setInterval(() => {
				if (eaten.length < 4) eaten.push(Buffer.alloc(600_000_000, 1))
				Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)
			}, 5)
		}
	}
	const harms = new Map()
	process.on('message', message => {
		const [, how, when, decoders] = /(crash|hang|eat)-(opened|decoded)-(\d)/.exec(message.source ?? '') ?? []
		// Those behind the first ones get through.
		if (how && message.skip < Number(decoders)) harms.set(message.attempt, { how, when })
	})
	const send = process.send?.bind(process)
	process.send = (message, ...rest) => {
		const harm = harms.get(message?.attempt)
		const sent = send?.(message, ...rest)
		if (harm?.when === message.type) {
			harms.delete(message.attempt)
			HARM[harm.how]()
		}
		return sent
	}
}
