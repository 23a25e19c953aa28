package domain

// Role is what a person may do at one agency. Each grant has an agency and a term.
type Role string

const (
	Contributor   Role = "contributor"   // drafts and submits
	Editor        Role = "editor"        // also edits what others drafted, opens corrections
	BoardMember   Role = "board_member"  // approves, returns; needs a seat on the editorial board
	BoardHead     Role = "board_head"    // also withdraws and manages the board's work
	AgencyHead    Role = "agency_head"   // establishes the board, withdraws (Điều 28)
	Administrator Role = "administrator" // accounts, agencies, domain names; no editorial power
	Inspector     Role = "inspector"     // reads everything, changes nothing (Điều 30)
)

// Roles lists every role, from the least to the most far-reaching editorial power.
func Roles() []Role {
	return []Role{Contributor, Editor, BoardMember, BoardHead, AgencyHead, Administrator, Inspector}
}

// Actor is who acts: an account, the role and agency under which it acts, and,
// for delegated power, the account in whose name.
type Actor struct {
	Account    string // account id, or System
	Role       Role
	Agency     string
	OnBehalfOf string // account id; empty when acting in one's own name
}

// System is the account of deeds that no person does: releasing an embargo that
// was approved, for one.
const System = "system"

// Is tells whether the actor is this account or acts in its name.
func (a Actor) Is(account string) bool {
	return account != "" && (a.Account == account || a.OnBehalfOf == account)
}
