package people

import (
	"encoding/json"
	"strings"
	"time"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/staff"
	"minhbach/eventstore"
	"minhbach/projections"
	"minhbach/projections/view"
)

type state struct{}

// Flush implements projections.State; nothing is kept back.
func (state) Flush(*projections.Tx) error { return nil }

// Reduce implements projections.State.
func (state) Reduce(tx *projections.Tx, f eventstore.Fact) error {
	if id, ok := strings.CutPrefix(f.Stream, "board-"); ok {
		return reduceBoard(tx, f, id)
	}
	id := strings.TrimPrefix(f.Stream, "account-")
	var doc string
	a := view.Account{ID: id, Grants: []view.Grant{}}
	found, err := tx.Row(`SELECT doc FROM account WHERE id = ?`, []any{id}, &doc)
	if err != nil {
		return err
	}
	if found {
		if err := json.Unmarshal([]byte(doc), &a); err != nil {
			return err
		}
	}
	if err := reduceAccount(tx, f, &a); err != nil {
		return err
	}
	a.Revision = int64(f.Revision)
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO account VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET login = excluded.login, name = excluded.name, revision = excluded.revision, doc = excluded.doc`,
		a.ID, a.Login, a.Name, a.Revision, string(raw))
}

func reduceAccount(tx *projections.Tx, f eventstore.Fact, a *view.Account) error {
	switch e := f.Payload.(type) {
	case staff.Registered:
		a.Login, a.Name, a.Erased, a.Sealed = e.Login, text(f, e.Name), f.Erased, f.Sealed
	case staff.PasswordSet:
		a.HasPassword, a.MustChange, a.LockedUntil = true, e.MustChange, time.Time{}
		return endSessions(tx, a.ID)
	case staff.TOTPEnrolled:
		a.SecondFactor = true
	case staff.TOTPRemoved:
		a.SecondFactor = false
	case staff.RoleGranted:
		a.Grants = append(endGrants(a.Grants, e.Role, e.Agency, e.From, f.Recorded),
			view.Grant{Role: e.Role, Agency: e.Agency, From: e.From, To: e.To})
	case staff.RoleRevoked:
		a.Grants = endGrants(a.Grants, e.Role, e.Agency, e.On, f.Recorded)
	case staff.Disabled:
		a.Disabled = true
		return endSessions(tx, a.ID)
	case staff.Enabled:
		a.Disabled, a.LockedUntil = false, time.Time{}
	case staff.SignedIn:
		a.LastSignIn, a.LockedUntil = f.Recorded, time.Time{}
		if err := tx.Exec(`DELETE FROM session WHERE account = ? AND started < ?`, a.ID, f.Recorded.Add(-2*staff.AbsoluteLimit).UnixMicro()); err != nil {
			return err
		}
		return tx.Exec(`INSERT INTO session VALUES (?, ?, ?, ?)`, a.ID, e.Session, f.Recorded.UnixMicro(), e.SecondFactor)
	case staff.SignedOut:
		return tx.Exec(`DELETE FROM session WHERE account = ? AND id = ?`, a.ID, e.Session)
	case staff.SessionsRevoked:
		return endSessions(tx, a.ID)
	case staff.SignInFailed:
		a.LockedUntil = e.LockedUntil
	case staff.TokenIssued:
		a.Tokens = append(a.Tokens, view.Token{ID: e.Token, Label: text(f, e.Label), Expires: e.Expires})
		return tx.Exec(`INSERT INTO token VALUES (?, ?, ?, ?)`, e.Hash, a.ID, e.Token, e.Expires.String())
	case staff.TokenRevoked:
		for i := range a.Tokens {
			if a.Tokens[i].ID == e.Token {
				a.Tokens[i].Revoked = true
			}
		}
		return tx.Exec(`DELETE FROM token WHERE account = ? AND id = ?`, a.ID, e.Token)
	}
	return nil
}

// text is a sealed text of a fact, or what stands for one that is gone.
func text(f eventstore.Fact, s string) string {
	switch {
	case f.Erased:
		return domain.NameErased
	case f.Sealed:
		return domain.NameSealed
	}
	return s
}

func endSessions(tx *projections.Tx, account string) error {
	return tx.Exec(`DELETE FROM session WHERE account = ?`, account)
}

// endGrants leaves the account without the role at the agency from the day on, as
// the aggregate does. What had ended by the day of recording is no longer listed.
func endGrants(grants []view.Grant, role domain.Role, agency string, day calendar.Date, recorded time.Time) []view.Grant {
	today := calendar.DateOf(recorded)
	out := []view.Grant{}
	for _, g := range grants {
		if g.Role == role && g.Agency == agency && (g.To.IsZero() || !g.To.Before(day)) {
			if !g.From.Before(day) {
				continue
			}
			g.To = day.AddDays(-1)
		}
		if g.To.IsZero() || !g.To.Before(today) {
			out = append(out, g)
		}
	}
	return out
}

func reduceBoard(tx *projections.Tx, f eventstore.Fact, agency string) error {
	b := view.Board{Agency: agency, Seats: []view.Seat{}}
	var doc string
	found, err := tx.Row(`SELECT doc FROM board WHERE agency = ?`, []any{agency}, &doc)
	if err != nil {
		return err
	}
	if found {
		if err := json.Unmarshal([]byte(doc), &b); err != nil {
			return err
		}
	}
	switch e := f.Payload.(type) {
	case board.Established:
		b.Established, b.Decision = true, decision(e.Decision)
	case board.MemberAppointed:
		closeSeat(&b, e.Account, e.From.AddDays(-1))
		b.Seats = append(b.Seats, view.Seat{
			Account: e.Account, Position: string(e.Position), Concurrent: e.Concurrent, From: e.From, To: e.To, Decision: decision(e.Decision),
		})
	case board.MemberDismissed:
		closeSeat(&b, e.Account, e.On.AddDays(-1))
	case board.AuthorityDelegated:
		b.Delegations = append(b.Delegations, view.Delegation{From: e.From, To: e.To, Since: e.Since, Until: e.Until, Note: text(f, e.Note)})
	case board.DelegationRevoked:
		for i := range b.Delegations {
			d := &b.Delegations[i]
			if d.From == e.From && d.To == e.To && !d.Until.Before(e.On) {
				d.Until = e.On.AddDays(-1)
			}
		}
	case board.RegulationRecorded:
		b.Regulations = append(b.Regulations, view.Regulation{Decision: decision(e.Decision), Attachment: e.Attachment})
	}
	b.Revision = int64(f.Revision)
	raw, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return tx.Exec(`INSERT INTO board VALUES (?, ?, ?) ON CONFLICT (agency) DO UPDATE SET revision = excluded.revision, doc = excluded.doc`,
		agency, b.Revision, string(raw))
}

// closeSeat ends the account's seats that go on after last.
func closeSeat(b *view.Board, account string, last calendar.Date) {
	for i := range b.Seats {
		s := &b.Seats[i]
		if s.Account == account && (s.To.IsZero() || s.To.After(last)) {
			s.To = last
		}
	}
}

func decision(d board.Decision) view.Decision {
	return view.Decision{Number: d.Number, Date: d.Date, Signer: d.Signer}
}
