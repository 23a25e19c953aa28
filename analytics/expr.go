package analytics

// Expr is a condition on one row: a closed set of node types, all below. A column
// without a value makes every condition on it false except Missing.
type Expr interface{ expr() }

// Op compares.
type Op string

const (
	Eq Op = "="
	Ne Op = "!="
	Lt Op = "<"
	Le Op = "<="
	Gt Op = ">"
	Ge Op = ">="
)

type (
	// Compare a column with a value of its type.
	Compare struct {
		Column string
		Op     Op
		Value  any
	}
	// In: the value is one of these.
	In struct {
		Column string
		Values []any
	}
	// Between two values, both included.
	Between struct {
		Column   string
		From, To any
	}
	// Missing: there is no value.
	Missing struct{ Column string }
	// Match a text without regard to accents and case.
	Match struct {
		Column string
		Kind   MatchKind
		Text   string
	}
	And []Expr // all; empty: true
	Or  []Expr // any; empty: false
	Not struct{ Expr Expr }
)

// MatchKind is where the text must stand.
type MatchKind string

const (
	Contains MatchKind = "contains"
	Starts   MatchKind = "starts"
	Ends     MatchKind = "ends"
	Equals   MatchKind = "equals" // apart from accents and case
)

func (Compare) expr() {}
func (In) expr()      {}
func (Between) expr() {}
func (Missing) expr() {}
func (Match) expr()   {}
func (And) expr()     {}
func (Or) expr()      {}
func (Not) expr()     {}
