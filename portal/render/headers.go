package render

import "net/http"

// Policy is the Content-Security-Policy of every page: this site only, no
// inline script or style, no frames, no plug-ins.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// SecurityHeaders sets what every HTML answer carries, unless the caller has
// already set something stricter.
func SecurityHeaders(h http.Header) {
	for name, value := range map[string]string{
		"Content-Security-Policy":    Policy,
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "strict-origin-when-cross-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Permissions-Policy":         "camera=(), microphone=(), geolocation=(), payment=()",
	} {
		if h.Get(name) == "" {
			h.Set(name, value)
		}
	}
}
