import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici'

/** What the environment says of proxies, as it is read by curl and others. */
export interface ProxyEnvironment {
	readonly http?: string | undefined
	readonly https?: string | undefined
	/** Hosts that are asked directly. */
	readonly none?: string | undefined
}

/** Until a connection stands. */
const CONNECT_MS = 15_000

/** The line out: through the proxy that the user has set, or the environment's, or directly. */
export function lineOut(proxy: string | null, environment: ProxyEnvironment): Dispatcher {
	const connect = { timeout: CONNECT_MS }
	if (proxy !== null) return new ProxyAgent({ uri: proxy, connect })
	const { http, https, none } = environment
	if (!http && !https) return new Agent({ connect })
	return new EnvHttpProxyAgent({
		connect,
		...(http ? { httpProxy: http } : {}),
		...(https ? { httpsProxy: https } : {}),
		...(none ? { noProxy: none } : {})
	})
}
