package subject

import "slices"

// What a fact says about a reason is chosen from these lists, never typed: a text
// could hold what is to be erased. Values are stored and never renamed.
type (
	Capacity    string // in which somebody asked
	Basis       string // on which data is erased (Law 91/2025/QH15 Điều 14)
	Ground      string // on which data is kept
	Cause       string // of an extension
	Restraining string // why data is hidden
	Channel     string // by which the requester was told
	Field       string // of sealed data
	Purpose     string // of reading it
)

const (
	AsSubject        Capacity = "subject"
	AsRepresentative Capacity = "representative"
	AsAuthority      Capacity = "authority"
	AsController     Capacity = "controller" // the agency itself: a purpose or a period has ended

	SubjectRequest    Basis = "subject_request"
	PurposeCompleted  Basis = "purpose_completed"
	RetentionEnded    Basis = "retention_ended"
	AuthorityDecision Basis = "authority_decision"
	Agreement         Basis = "agreement"

	Retention   Ground = "retention"   // an archive retention schedule still runs
	LegalDuty   Ground = "legal_duty"  // erasing would hinder a legal duty of the agency
	OthersHarm  Ground = "others_harm" // erasing would harm the State or others
	Proceedings Ground = "proceedings" // inspection, complaint, denunciation or court

	Complexity Cause = "complexity"
	Volume     Cause = "volume"
	Processors Cause = "third_party"

	CorrectionAsked Restraining = "correction_asked"
	ErasureAsked    Restraining = "erasure_asked"
	Objection       Restraining = "objection"

	ByLetter   Channel = "letter"
	ByMail     Channel = "e-mail"
	InPerson   Channel = "in_person"
	OnPortal   Channel = "portal"
	Impossible Channel = "impossible" // nobody can be reached

	LoginField   Field = "login"
	NameField    Field = "name"
	ContactField Field = "contact"
	TextField    Field = "text"
	LabelField   Field = "label"

	Administration Purpose = "administration" // of accounts and roles
	Handling       Purpose = "handling"       // of a question, petition or request
	Inspection     Purpose = "inspection"
	Erasing        Purpose = "erasure" // deciding about a request to erase
)

func Capacities() []Capacity {
	return []Capacity{AsSubject, AsRepresentative, AsAuthority, AsController}
}

func Bases() []Basis {
	return []Basis{SubjectRequest, PurposeCompleted, RetentionEnded, AuthorityDecision, Agreement}
}

func Grounds() []Ground { return []Ground{Retention, LegalDuty, OthersHarm, Proceedings} }

func Causes() []Cause { return []Cause{Complexity, Volume, Processors} }

func Restrainings() []Restraining { return []Restraining{CorrectionAsked, ErasureAsked, Objection} }

func Channels() []Channel { return []Channel{ByLetter, ByMail, InPerson, OnPortal, Impossible} }

func Fields() []Field { return []Field{LoginField, NameField, ContactField, TextField, LabelField} }

func Purposes() []Purpose { return []Purpose{Administration, Handling, Inspection, Erasing} }

func known[T comparable](list []T, v T) bool { return slices.Contains(list, v) }

// law is where a ground for keeping data stands.
var law = map[Ground][2]string{
	Retention:   {"Luật 33/2024/QH15; Điều 4 khoản 3, Luật 91/2025/QH15", "Law 33/2024/QH15; Article 4, clause 3, Law 91/2025/QH15"},
	LegalDuty:   {"Điều 4 khoản 3, Luật 91/2025/QH15", "Article 4, clause 3, Law 91/2025/QH15"},
	OthersHarm:  {"Điều 4 khoản 3, Luật 91/2025/QH15", "Article 4, clause 3, Law 91/2025/QH15"},
	Proceedings: {"Điều 4 khoản 3, Luật 91/2025/QH15", "Article 4, clause 3, Law 91/2025/QH15"},
}

// Cite is where the ground stands: English for "en", else Vietnamese.
func (g Ground) Cite(lang string) string {
	if lang == "en" {
		return law[g][1]
	}
	return law[g][0]
}
