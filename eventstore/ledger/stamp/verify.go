package stamp

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/digitorus/pkcs7"
	"github.com/digitorus/timestamp"
)

// ErrToken: bytes that are no time stamp over the text, or whose signature fails.
var ErrToken = errors.New("stamp: the time stamp does not hold")

// Stamped is what a token says.
type Stamped struct {
	Time      time.Time // UTC, by the authority's clock
	Accuracy  time.Duration
	Serial    string
	Authority string // common name of the signing certificate
	Trusted   bool   // the certificate leads to one of the roots that were given
}

// Verify checks a token over a text. Without roots the signature is checked against
// the certificate in the token itself, which anybody could have made: Trusted is
// then false.
func Verify(token, text []byte, roots *x509.CertPool) (s Stamped, err error) {
	defer func() {
		// The library reads foreign bytes; a fault in it is a fault of the token.
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrToken, r)
		}
	}()
	parsed, err := timestamp.Parse(token)
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrToken, err)
	}
	sum := sha256.Sum256(text)
	if !bytes.Equal(parsed.HashedMessage, sum[:]) {
		return s, fmt.Errorf("%w: it is over another text", ErrToken)
	}
	p7, err := pkcs7.Parse(token)
	if err != nil {
		return s, fmt.Errorf("%w: %w", ErrToken, err)
	}
	signer := p7.GetOnlySigner()
	if signer == nil {
		return s, fmt.Errorf("%w: it has not exactly one signer with its certificate", ErrToken)
	}
	if !stamps(signer) {
		return s, fmt.Errorf("%w: the certificate of %s is not for time stamps", ErrToken, signer.Subject.CommonName)
	}
	if roots != nil {
		err := p7.VerifyWithOpts(x509.VerifyOptions{Roots: roots, Intermediates: intermediates(p7.Certificates), CurrentTime: parsed.Time,
			KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping}})
		if err != nil {
			return s, fmt.Errorf("%w: %w", ErrToken, err)
		}
	}
	return Stamped{Time: parsed.Time.UTC(), Accuracy: parsed.Accuracy, Serial: parsed.SerialNumber.Text(16),
		Authority: signer.Subject.CommonName, Trusted: roots != nil}, nil
}

// stamps: RFC 3161 section 2.3 wants this one usage.
func stamps(c *x509.Certificate) bool {
	return len(c.ExtKeyUsage) == 1 && c.ExtKeyUsage[0] == x509.ExtKeyUsageTimeStamping
}

func intermediates(certs []*x509.Certificate) *x509.CertPool {
	pool := x509.NewCertPool()
	for _, c := range certs {
		pool.AddCert(c)
	}
	return pool
}
