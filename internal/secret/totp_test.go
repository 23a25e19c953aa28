package secret

import (
	"encoding/base32"
	"net/url"
	"strings"
	"testing"
	"time"
)

// The vectors of RFC 6238 Appendix B for SHA-1, cut to six digits.
func TestCodesOfTheStandard(t *testing.T) {
	_, v := made(t)
	key := base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))
	for at, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if step, ok := v.CheckTOTP(key, code, time.Unix(at, 0)); !ok || step != at/30 {
			t.Errorf("at %d: step %d, %v", at, step, ok)
		}
	}
}

func TestCodeWorksOneStepEitherSide(t *testing.T) {
	_, v := made(t)
	key := base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))
	at := time.Unix(1234567890, 0) // a step begins
	for shift, want := range map[time.Duration]bool{
		-31 * time.Second: false, -30 * time.Second: true, -time.Second: true, 59 * time.Second: true, 60 * time.Second: false,
	} {
		if step, ok := v.CheckTOTP(key, "005 924", at.Add(shift)); ok != want || ok && step != 1234567890/30 {
			t.Errorf("%v away: step %d, %v", shift, step, ok)
		}
	}
	for _, code := range []string{"", "005925", "05924", "0059240", "abcdef"} {
		if _, ok := v.CheckTOTP(key, code, at); ok {
			t.Errorf("code %q was taken", code)
		}
	}
	for _, weak := range []string{"", "JBSWY3DP", "not base32!"} {
		if _, ok := v.CheckTOTP(weak, "005924", at); ok {
			t.Errorf("secret %q was taken", weak)
		}
	}
}

func TestEnrolmentKey(t *testing.T) {
	_, v := made(t)
	key, uri, err := v.NewTOTP("lan.nguyen")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Query().Get("secret") != key || u.Query().Get("issuer") != "Minh Bạch" {
		t.Errorf("uri %s, %v", uri, err)
	}
	if raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(key); err != nil || len(raw) != totpBytes {
		t.Errorf("key %q: %v", key, err)
	}
	if again, _, _ := v.NewTOTP("lan.nguyen"); again == key {
		t.Error("two keys are the same")
	}
}

func TestTokens(t *testing.T) {
	_, v := made(t)
	a, b := v.NewToken(), v.NewToken()
	if a == b || !strings.HasPrefix(a, TokenPrefix) || len(a) != len(TokenPrefix)+43 {
		t.Errorf("%q and %q", a, b)
	}
}
