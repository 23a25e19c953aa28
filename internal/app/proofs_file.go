package app

import (
	"context"
	"slices"
	"strings"

	"minhbach/projections/view"
)

// usesTold bounds how many versions a hash is told to stand for.
const usesTold = 50

// NormalHash reads a SHA-256 as people paste it: in either case, with blanks, and as
// sha256sum writes it.
func NormalHash(text string) (string, error) {
	plain := strings.ToLower(strings.TrimSpace(text))
	plain = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(plain, "sha-256:"), "sha256:"))
	if len(plain) > 64 && (plain[64] == ' ' || plain[64] == '\t') {
		plain = plain[:64] // the rest is the name of a file
	}
	joined := strings.Join(strings.Fields(plain), "")
	if len(joined) != 64 || strings.Trim(joined, "0123456789abcdef") != "" {
		if r := []rune(strings.TrimSpace(text)); len(r) > 80 {
			text = string(r[:80]) + "…"
		}
		return "", ErrHash.New("hash", text).At("sha256")
	}
	return joined, nil
}

// hash finds the versions by which a hash became public, the first one first.
func (p proofs) hash(ctx context.Context, sha256 string) ([]view.Use, error) {
	sha256, err := NormalHash(sha256)
	if err != nil {
		return nil, err
	}
	items, err := p.Publications.Uses(ctx, sha256, usesTold)
	if err != nil {
		return nil, err
	}
	sets, err := p.Datasets.Uses(ctx, sha256, usesTold)
	if err != nil {
		return nil, err
	}
	all := append(items, sets...)
	slices.SortStableFunc(all, func(a, b view.Use) int { return a.PublishedAt.Compare(b.PublishedAt) })
	return all[:min(len(all), usesTold)], nil
}
