package agency

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
)

// Stored names of the facts of the agency tree. They never change.
const (
	TypeRegistered      = "agency.registered"
	TypeRenamed         = "agency.renamed"
	TypeMoved           = "agency.moved"
	TypeMerged          = "agency.merged"
	TypeSplit           = "agency.split"
	TypeAbolished       = "agency.abolished"
	TypeContactSet      = "agency.contact_set"
	TypeDomainProposed  = "agency.domain_proposed"
	TypeDomainAgreed    = "agency.domain_agreed"
	TypeDomainActivated = "agency.domain_activated"
	TypeDomainAliased   = "agency.domain_aliased"
	TypeDomainReplaced  = "agency.domain_replaced"
	TypeDomainRetired   = "agency.domain_retired"
)

// Registered: an agency joined the tree.
type Registered struct {
	Agency     string           `json:"agency"` // id, UUID
	Code       string           `json:"code"`   // official unit code, or one given by the province; unique for ever
	NameVi     string           `json:"name_vi"`
	NameEn     string           `json:"name_en,omitempty"`
	UnitType   string           `json:"unit_type"` // "Huyện", "Sở", …
	Level      domainname.Level `json:"level"`
	Parent     string           `json:"parent,omitempty"` // id; empty for the province only
	Obligation Obligation       `json:"obligation"`
	Function   string           `json:"function,omitempty"` // duty bound to a function, not to a name: "information_communications"
	ValidFrom  calendar.Date    `json:"valid_from"`
	Basis      string           `json:"basis,omitempty"` // the decision that founded it
}

// Obligation tells whether the regulation binds the agency (Điều 2).
type Obligation string

const (
	Mandatory Obligation = "mandatory"
	Voluntary Obligation = "voluntary"
)

// Renamed: from ValidFrom on the agency has another name, and maybe another unit type.
type Renamed struct {
	Agency    string        `json:"agency"`
	NameVi    string        `json:"name_vi"`
	NameEn    string        `json:"name_en,omitempty"`
	UnitType  string        `json:"unit_type"`
	ValidFrom calendar.Date `json:"valid_from"`
	Basis     string        `json:"basis,omitempty"`
}

// Moved: from ValidFrom on the agency stands under another parent.
type Moved struct {
	Agency    string        `json:"agency"`
	Parent    string        `json:"parent"`
	ValidFrom calendar.Date `json:"valid_from"`
	Basis     string        `json:"basis,omitempty"`
}

// Merged: the agencies ended and Into took over their duties.
type Merged struct {
	Agencies  []string      `json:"agencies"`
	Into      string        `json:"into"` // registered already; may be one of Agencies, which then goes on
	ValidFrom calendar.Date `json:"valid_from"`
	Basis     string        `json:"basis,omitempty"`
}

// Split: the agency ended and Into share its duties; the first inherits what is open.
type Split struct {
	Agency    string        `json:"agency"`
	Into      []string      `json:"into"`
	ValidFrom calendar.Date `json:"valid_from"`
	Basis     string        `json:"basis,omitempty"`
}

// Abolished: the agency ended; Successor inherits its duties.
type Abolished struct {
	Agency    string        `json:"agency"`
	Successor string        `json:"successor"`
	ValidFrom calendar.Date `json:"valid_from"`
	Basis     string        `json:"basis,omitempty"`
}

// ContactSet: how the agency is reached (group l of Decree 43 Điều 10.1), and who
// answers for its portal (Điều 31).
type ContactSet struct {
	Agency  string  `json:"agency"`
	Contact Contact `json:"contact"`
}

type Contact struct {
	Address     string `json:"address,omitempty"`
	Phone       string `json:"phone,omitempty"`
	Fax         string `json:"fax,omitempty"`
	Email       string `json:"email,omitempty"`
	Responsible string `json:"responsible,omitempty"` // office or person that answers for the content
	Intro       string `json:"intro,omitempty"`       // one or two sentences on the agency
}

// DomainProposed: a name was composed (or asked for). With conflicts it waits for
// an agreement with the DIC.
type DomainProposed struct {
	Agency    string                `json:"agency"`
	FQDN      string                `json:"fqdn"`
	Composed  bool                  `json:"composed"` // by the algorithm of Điều 5; false: an override
	Template  string                `json:"template"` // rule pack whose template composed it
	Conflicts []domainname.Conflict `json:"conflicts,omitempty"`
}

// DomainAgreed: the DIC agreed to a name that was in conflict or deviates from the rule.
type DomainAgreed struct {
	Agency    string        `json:"agency"`
	FQDN      string        `json:"fqdn"`
	Agreement string        `json:"agreement"` // number of the letter
	AgreedOn  calendar.Date `json:"agreed_on"`
}

// DomainActivated: the agency's portal answers to this name.
type DomainActivated struct {
	Agency string `json:"agency"`
	FQDN   string `json:"fqdn"`
}

// DomainAliased: the portal also answers to this name, by redirect.
type DomainAliased struct {
	Agency string `json:"agency"`
	FQDN   string `json:"fqdn"`
}

// DomainReplaced: the portal moved; Old redirects to New for ever (Điều 5.2).
type DomainReplaced struct {
	Agency string `json:"agency"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Reason string `json:"reason"`
}

// DomainRetired: a proposed or alias name was given up before or after use.
type DomainRetired struct {
	Agency string `json:"agency"`
	FQDN   string `json:"fqdn"`
	Reason string `json:"reason"`
}

func (Registered) EventType() string      { return TypeRegistered }
func (Renamed) EventType() string         { return TypeRenamed }
func (Moved) EventType() string           { return TypeMoved }
func (Merged) EventType() string          { return TypeMerged }
func (Split) EventType() string           { return TypeSplit }
func (Abolished) EventType() string       { return TypeAbolished }
func (ContactSet) EventType() string      { return TypeContactSet }
func (DomainProposed) EventType() string  { return TypeDomainProposed }
func (DomainAgreed) EventType() string    { return TypeDomainAgreed }
func (DomainActivated) EventType() string { return TypeDomainActivated }
func (DomainAliased) EventType() string   { return TypeDomainAliased }
func (DomainReplaced) EventType() string  { return TypeDomainReplaced }
func (DomainRetired) EventType() string   { return TypeDomainRetired }

func (Registered) EventVersion() int      { return 1 }
func (Renamed) EventVersion() int         { return 1 }
func (Moved) EventVersion() int           { return 1 }
func (Merged) EventVersion() int          { return 1 }
func (Split) EventVersion() int           { return 1 }
func (Abolished) EventVersion() int       { return 1 }
func (ContactSet) EventVersion() int      { return 1 }
func (DomainProposed) EventVersion() int  { return 1 }
func (DomainAgreed) EventVersion() int    { return 1 }
func (DomainActivated) EventVersion() int { return 1 }
func (DomainAliased) EventVersion() int   { return 1 }
func (DomainReplaced) EventVersion() int  { return 1 }
func (DomainRetired) EventVersion() int   { return 1 }

// Events lists every fact of this aggregate, one zero value each, for the codec.
func Events() []domain.Event {
	return []domain.Event{
		Registered{}, Renamed{}, Moved{}, Merged{}, Split{}, Abolished{}, ContactSet{},
		DomainProposed{}, DomainAgreed{}, DomainActivated{}, DomainAliased{}, DomainReplaced{}, DomainRetired{},
	}
}

// Upcasts lists how older versions become newer ones; none so far.
func Upcasts() []domain.Upcast { return nil }
