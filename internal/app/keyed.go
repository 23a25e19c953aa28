package app

import (
	"context"
	"encoding/json"

	"minhbach/domain/fault"
	"minhbach/eventstore"
)

// An idempotency key is its sender's: the same key from somebody else, for another
// command or with other answers is another command. So nobody is told that a thing
// was done which only another sender, or another form, had asked for.
//
// What is typed goes in through a keyed hash, because some of it is secret and the
// result stands in the log for ever.

// keyed makes one command of the application's own id out of the sender's key.
func keyed[C any](d Deps, name string, run Command[C]) Command[C] {
	return func(ctx context.Context, by Caller, cmd C) (Receipt, error) {
		by, err := d.own(by, name, cmd)
		if err != nil {
			return Receipt{}, err
		}
		return run(ctx, by, cmd)
	}
}

func (d Deps) own(by Caller, name string, cmd any) (Caller, error) {
	if by.Command.IsZero() {
		return by, nil
	}
	answers, err := json.Marshal(cmd)
	if err != nil {
		return by, fault.ErrInput.New().Because(err) // a time that no calendar has
	}
	sender := by.Account
	if by.Operator {
		sender = "operator"
	}
	mac := d.Secrets.SessionMAC("command\x00" + by.Command.String() + "\x00" + string(answers))
	by.Command = eventstore.DeriveID("command", name, sender, by.OnBehalfOf, string(mac))
	return by, nil
}

// keys makes every command keyed. A test holds that none is left out.
func (c *Commands) keys(d Deps) {
	c.RegisterAgency = keyed(d, "RegisterAgency", c.RegisterAgency)
	c.RenameAgency = keyed(d, "RenameAgency", c.RenameAgency)
	c.MoveAgency = keyed(d, "MoveAgency", c.MoveAgency)
	c.MergeAgencies = keyed(d, "MergeAgencies", c.MergeAgencies)
	c.SplitAgency = keyed(d, "SplitAgency", c.SplitAgency)
	c.AbolishAgency = keyed(d, "AbolishAgency", c.AbolishAgency)
	c.SetContact = keyed(d, "SetContact", c.SetContact)
	c.AgreeDomain = keyed(d, "AgreeDomain", c.AgreeDomain)
	c.AddAlias = keyed(d, "AddAlias", c.AddAlias)
	c.ReplaceDomain = keyed(d, "ReplaceDomain", c.ReplaceDomain)
	c.RetireDomain = keyed(d, "RetireDomain", c.RetireDomain)

	c.EstablishBoard = keyed(d, "EstablishBoard", c.EstablishBoard)
	c.AppointMember = keyed(d, "AppointMember", c.AppointMember)
	c.DismissMember = keyed(d, "DismissMember", c.DismissMember)
	c.DelegateAuthority = keyed(d, "DelegateAuthority", c.DelegateAuthority)
	c.RevokeDelegation = keyed(d, "RevokeDelegation", c.RevokeDelegation)
	c.RecordBoardRules = keyed(d, "RecordBoardRules", c.RecordBoardRules)

	c.RegisterAccount = keyed(d, "RegisterAccount", c.RegisterAccount)
	c.SetPassword = keyed(d, "SetPassword", c.SetPassword)
	c.ChangePassword = keyed(d, "ChangePassword", c.ChangePassword)
	c.EnrolTOTP = keyed(d, "EnrolTOTP", c.EnrolTOTP)
	c.RemoveTOTP = keyed(d, "RemoveTOTP", c.RemoveTOTP)
	c.GrantRole = keyed(d, "GrantRole", c.GrantRole)
	c.RevokeRole = keyed(d, "RevokeRole", c.RevokeRole)
	c.DisableAccount = keyed(d, "DisableAccount", c.DisableAccount)
	c.EnableAccount = keyed(d, "EnableAccount", c.EnableAccount)
	c.RevokeSessions = keyed(d, "RevokeSessions", c.RevokeSessions)
	c.RevokeToken = keyed(d, "RevokeToken", c.RevokeToken)
	issue := c.IssueToken
	c.IssueToken = func(ctx context.Context, by Caller, cmd IssueToken) (IssuedToken, error) {
		by, err := d.own(by, "IssueToken", cmd)
		if err != nil {
			return IssuedToken{}, err
		}
		return issue(ctx, by, cmd)
	}
	c.publicationKeys(d)
	c.datasetKeys(d)
	c.subjectKeys(d)
	c.disposalKeys(d)
	c.noticeKeys(d)
}

func (c *Commands) publicationKeys(d Deps) {
	c.DraftPublication = keyed(d, "DraftPublication", c.DraftPublication)
	c.RevisePublication = keyed(d, "RevisePublication", c.RevisePublication)
	c.SubmitPublication = keyed(d, "SubmitPublication", c.SubmitPublication)
	c.RecallPublication = keyed(d, "RecallPublication", c.RecallPublication)
	c.ReturnPublication = keyed(d, "ReturnPublication", c.ReturnPublication)
	c.CompleteChecklist = keyed(d, "CompleteChecklist", c.CompleteChecklist)
	c.ApprovePublication = keyed(d, "ApprovePublication", c.ApprovePublication)
	c.RevokeApproval = keyed(d, "RevokeApproval", c.RevokeApproval)
	c.OpenCorrection = keyed(d, "OpenCorrection", c.OpenCorrection)
	c.DropCorrection = keyed(d, "DropCorrection", c.DropCorrection)
	c.WithdrawPublication = keyed(d, "WithdrawPublication", c.WithdrawPublication)
	c.ArchivePublication = keyed(d, "ArchivePublication", c.ArchivePublication)
	c.DiscardPublication = keyed(d, "DiscardPublication", c.DiscardPublication)
}
