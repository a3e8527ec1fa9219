// Package oidc speaks OpenID Connect 1.0 to whoever runs a district's accounts: Google Workspace, Microsoft Entra, or any provider
// that describes itself by discovery.
//
// It goes the way of the authorization code with PKCE, state and nonce, and says who came back: by issuer and subject, which stay,
// and by a mail address, with whether the provider vouches for it. Whom to let in is not decided here.
package oidc
