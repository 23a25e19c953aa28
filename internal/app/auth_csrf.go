package app

import (
	"crypto/subtle"
	"encoding/base64"
)

// csrf is the form token of a session: the same for all its pages and renewals,
// and worth nothing in another session. It is empty without a session.
func (k *doorkeeper) csrf(sealed string) string {
	c, ok := k.unseal(sealed)
	if !ok {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(k.Secrets.SessionMAC(c.ID))
}

func (k *doorkeeper) checkCSRF(sealed, token string) bool {
	want := k.csrf(sealed)
	return want != "" && subtle.ConstantTimeCompare([]byte(want), []byte(token)) == 1
}
