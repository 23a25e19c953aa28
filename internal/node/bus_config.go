package node

import (
	"errors"

	"minhbach/integration/notices"
)

// MailSettings are how notices leave, as flags and the environment give them.
type MailSettings struct {
	Server       string // smtp://user@host:port?tls=starttls|implicit|none; empty: notices stay in the outbox
	From         string // address that they come from
	PasswordFile string
	Password     string // of the environment; the file wins
}

// Mail reads them; nil without a server.
func Mail(s MailSettings) (*notices.Server, error) {
	if s.Server == "" {
		if s.From != "" || s.PasswordFile != "" {
			return nil, errors.New("--smtp-from and --smtp-password-file say nothing without --smtp")
		}
		return nil, nil
	}
	password, err := notices.Password(s.PasswordFile, s.Password)
	if err != nil {
		return nil, err
	}
	return notices.ParseServer(s.Server, s.From, password)
}
