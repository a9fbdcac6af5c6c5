/* A real OpenID provider for the tests: `node server.js <port> <configuration as JSON>`, says "ready" when it listens.
   The configuration has the redirect addresses and, by login, the claims of each person. */
import { Provider } from 'oidc-provider';

const [port, text] = process.argv.slice(2);
const { redirects, leaving, people } = JSON.parse(text);
const own = ['preferred_username', 'name', 'email', 'email_verified', 'phone_number', 'identity_number', 'identity_level'];

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'motcua',
      client_secret: 'a secret for tests only',
      redirect_uris: redirects,
      post_logout_redirect_uris: leaving,
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
  ],
  claims: { openid: ['sub'], profile: own },
  pkce: { required: () => true },
  cookies: { keys: ['for tests only'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
