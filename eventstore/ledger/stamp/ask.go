package stamp

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"os"
	"time"

	"github.com/digitorus/timestamp"
)

// maxAnswer bounds an authority's answer; real ones have 3 to 10 KB.
const maxAnswer = 256 << 10

// Asker asks one authority.
type Asker struct {
	URL    string
	Client *http.Client   // with the limits of the installation
	Roots  *x509.CertPool // nil: the signature is checked, but not whose it is
	Limit  time.Duration  // for one answer; 0: 20 s
}

// ReadRoots reads the PEM file of the authorities that are trusted.
func ReadRoots(path string) (*x509.CertPool, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(raw) {
		return nil, fmt.Errorf("stamp: %s holds no PEM certificate", path)
	}
	return pool, nil
}

// Stamp returns a token over the text (DER) and who signed it.
func (a *Asker) Stamp(ctx context.Context, text []byte) (token []byte, authority string, err error) {
	limit := a.Limit
	if limit == 0 {
		limit = 20 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return nil, "", err
	}
	question, err := timestamp.CreateRequest(bytes.NewReader(text), &timestamp.RequestOptions{Hash: crypto.SHA256, Certificates: true, Nonce: nonce})
	if err != nil {
		return nil, "", err
	}
	answer, err := a.post(ctx, question)
	if err != nil {
		return nil, "", fmt.Errorf("the time-stamping authority %s: %w", a.URL, err)
	}
	parsed, err := timestamp.ParseResponse(answer)
	if err != nil {
		return nil, "", fmt.Errorf("the time-stamping authority %s refused, or answered what is no time stamp: %w", a.URL, err)
	}
	if parsed.Nonce == nil || parsed.Nonce.Cmp(nonce) != 0 {
		return nil, "", errors.New("stamp: the answer is to another question (its nonce differs)")
	}
	found, err := Verify(parsed.RawToken, text, a.Roots)
	if err != nil {
		return nil, "", err
	}
	return parsed.RawToken, found.Authority, nil
}

func (a *Asker) post(ctx context.Context, question []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.URL, bytes.NewReader(question))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	resp, err := a.Client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err == nil && len(answer) > maxAnswer {
		err = errors.New("the answer is too large")
	}
	return answer, err
}
