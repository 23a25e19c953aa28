package staff

import (
	"regexp"
	"slices"
	"time"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/input"
)

// IssueToken lets a program act as the account until a day within a year.
type IssueToken struct {
	By      domain.Actor
	Token   string // id
	Label   string
	Hash    string // SHA-256 of the token, hex
	Expires calendar.Date
	Now     time.Time
}

const tokenDays = 365

var sha256Form = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (a *Account) IssueToken(cmd IssueToken) ([]domain.Event, error) {
	if err := a.managed(cmd.By, true); err != nil {
		return nil, err
	}
	if a.disabled {
		return nil, ErrDisabled.New()
	}
	today := calendar.DateOf(cmd.Now)
	var l fault.List
	issued := TokenIssued{
		Account: a.id,
		Token:   input.Line(&l, "token", cmd.Token, maxID),
		Label:   input.Line(&l, "label", cmd.Label, maxLabel),
		Hash:    cmd.Hash,
		Expires: cmd.Expires,
	}
	if !sha256Form.MatchString(cmd.Hash) {
		l.Add(ErrTokenForm.New().At("hash"))
	}
	if last := today.AddDays(tokenDays); cmd.Expires.Before(today) || cmd.Expires.After(last) {
		l.Add(ErrTokenExpiry.New("max", last.DMY()).At("expires"))
	}
	if slices.ContainsFunc(a.tokens, func(t Token) bool { return t.ID == issued.Token || t.Hash == issued.Hash }) {
		l.Add(ErrTokenTaken.New().At("token"))
	}
	live := 0
	for _, t := range a.tokens {
		if !t.Revoked && runsOn(t.Expires, today) {
			live++
		}
	}
	if live >= maxTokens {
		l.Add(ErrTooManyTokens.New("max", maxTokens))
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return []domain.Event{issued}, nil
}

// RevokeToken ends a token at once.
type RevokeToken struct {
	By    domain.Actor
	Token string
}

func (a *Account) RevokeToken(cmd RevokeToken) ([]domain.Event, error) {
	if err := a.managed(cmd.By, true); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(a.tokens, func(t Token) bool { return t.ID == cmd.Token && !t.Revoked }) {
		return nil, ErrNoToken.New().At("token")
	}
	return []domain.Event{TokenRevoked{Token: cmd.Token}}, nil
}

// TokenByHash finds the token that may be used on a date. Hashes of 256 random
// bits need no constant-time comparison.
func (a *Account) TokenByHash(hash string, on calendar.Date) (Token, bool) {
	for _, t := range a.tokens {
		if t.Hash == hash && !t.Revoked && !a.disabled && runsOn(t.Expires, on) {
			return t, true
		}
	}
	return Token{}, false
}
