package secret

import (
	"crypto/subtle"
	"encoding/base32"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// One-time codes by RFC 6238 as every authenticator app knows them.
const (
	totpPeriod = 30
	totpDigits = otp.DigitsSix
	totpBytes  = 20 // RFC 4226 section 4, R6
)

// NewTOTP makes a key for enrolment: the secret in base32 and the otpauth URI that
// a QR code shows.
func (k *Keys) NewTOTP(login string) (secret, uri string, err error) {
	made, err := totp.Generate(totp.GenerateOpts{
		Issuer: Issuer, AccountName: login, Period: totpPeriod, SecretSize: totpBytes,
		Digits: totpDigits, Algorithm: otp.AlgorithmSHA1,
	})
	if err != nil {
		return "", "", err
	}
	return made.Secret(), made.URL(), nil
}

// CheckTOTP tells whether the code is that of now or of the step before or after,
// and which step it is of; a secret shorter than 128 bits is never right.
func (k *Keys) CheckTOTP(secret, code string, now time.Time) (step int64, ok bool) {
	secret = strings.ToUpper(strings.ReplaceAll(secret, " ", ""))
	code = strings.ReplaceAll(code, " ", "")
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(secret, "="))
	if err != nil || len(raw) < 16 || len(raw) > 64 || len(code) != totpDigits.Length() {
		return 0, false
	}
	for skew := int64(-1); skew <= 1; skew++ {
		at := now.Add(time.Duration(skew) * totpPeriod * time.Second)
		want, err := totp.GenerateCodeCustom(secret, at, totp.ValidateOpts{
			Period: totpPeriod, Digits: totpDigits, Algorithm: otp.AlgorithmSHA1,
		})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = at.Unix()/totpPeriod, true
		}
	}
	return step, ok
}
