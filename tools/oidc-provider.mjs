// A provider of district accounts for tests: oidc-provider, with a page to sign in on and accounts that the test hands over.
//
// It reads its settings as JSON from the variable PROVIDER: address to listen on, issuer, issuer as discovery says it (with a
// gap, as Entra's), client, accounts by name, and which claims stand in the ID token.
import { createServer } from "node:http";
import Provider, { interactionPolicy } from "oidc-provider";

const settings = JSON.parse(process.env.PROVIDER);
let accounts = settings.accounts;

const policy = interactionPolicy.base();
policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0); // as Google and Entra have it
policy.get("login").checks.add(new interactionPolicy.Check("disabled", "the account is disabled meanwhile", (ctx) => Boolean(ctx.oidc.session.accountId) && !ctx.oidc.account));

const provider = new Provider(settings.issuer, {
	clients: [{
		client_id: settings.client,
		client_secret: settings.secret,
		redirect_uris: [settings.redirect],
		grant_types: ["authorization_code"],
		response_types: ["code"],
	}],
	cookies: { keys: ["of the tests"] },
	pkce: { required: () => true },
	scopes: ["openid", "email", "profile"],
	claims: { openid: ["sub", ...(settings.claims ?? [])], email: ["email", "email_verified"], profile: ["name", "preferred_username"] },
	conformIdTokenClaims: !settings.claimsInToken,
	features: { devInteractions: { enabled: false } },
	interactions: { policy, url: (_, interaction) => `/interaction/${interaction.uid}` },
	ttl: { Session: 86400, Grant: 86400, Interaction: 600, IdToken: 600, AccessToken: 600, AuthorizationCode: 60 },
	async findAccount(_, name) {
		const claims = accounts[name];
		return claims && { accountId: name, claims: async () => ({ sub: name, ...claims }) };
	},
	async loadExistingGrant(ctx) {
		if (!ctx.oidc.account) return undefined; // disabled meanwhile
		const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
		grant.addOIDCScope("openid email profile");
		await grant.save();
		return grant;
	},
});

provider.use(async (ctx, next) => {
	await next();
	if (ctx.oidc?.route === "discovery" && settings.discovered) {
		ctx.body = { ...ctx.body, issuer: settings.discovered };
	}
});

const page = (res, status, words) => {
	res.writeHead(status, { "Content-Type": "text/html; charset=utf-8" });
	res.end(`<!doctype html><html lang="en"><title>District accounts</title><main><h1>District accounts</h1>${words}</main></html>`);
};

const form = `<form method="post"><label for="n">Account</label><input id="n" name="account"><button>Next</button></form>
	<form method="post"><input type="hidden" name="cancel" value="yes"><button>Cancel</button></form>`;

async function read(req) {
	let text = "";
	for await (const piece of req) text += piece;
	return text;
}

async function interact(req, res) {
	if (req.method !== "POST") return page(res, 200, form);
	const sent = new URLSearchParams(await read(req));
	if (sent.has("cancel")) {
		return provider.interactionFinished(req, res, { error: "access_denied", error_description: "cancelled" });
	}
	const name = sent.get("account");
	if (!accounts[name]) return page(res, 403, "<p>This account is disabled.</p>");
	return provider.interactionFinished(req, res, { select_account: {}, login: { accountId: name } });
}

provider.on("server_error", (_, error) => console.error(error));

const answer = provider.callback();
createServer(async (req, res) => {
	if (req.url === "/test/accounts" && req.method === "PUT") {
		accounts = JSON.parse(await read(req));
		res.writeHead(204);
		return res.end();
	}
	req.url = req.url.replace(/^\/[^/]+\/v2\.0/, ""); // where Entra's issuers have their tenant
	if (req.url.startsWith("/interaction/")) return interact(req, res);
	return answer(req, res);
}).listen(Number(settings.port), "127.0.0.1");
