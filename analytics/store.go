package analytics

import (
	"context"
	"iter"

	"minhbach/domain/dataset"
)

// RowID is the hidden column of every table: 1 for the first accepted row of the
// file, then counted up. It breaks ties, and clients know it as _id.
const RowID = "_id"

// Table is the shape of a table. ID is that of the release; Columns are not empty
// and their names are valid and unique.
type Table struct {
	ID      string           `json:"id"`
	Columns []dataset.Column `json:"columns"`
}

// Row holds a value for each column asked for, in order: string, int64, float64,
// bool, time.Time (UTC) or nil, as dataset.Type says.
type Row = []any

// Store keeps tables and answers questions. It is safe for concurrent use: readers
// never wait for a load.
type Store interface {
	// Load makes a table from rows, all or nothing: when rows yields an error the
	// table is as it was before. An existing table of that ID is replaced.
	Load(ctx context.Context, t Table, rows iter.Seq2[Row, error]) (int64, error)
	// Drop forgets a table; one that is not there is no error.
	Drop(ctx context.Context, id string) error
	// Tables lists what is there, with the number of rows.
	Tables(ctx context.Context) (map[string]int64, error)

	// Select answers with rows. A fault of code table.missing when the table is not
	// there, query.* when the question cannot be answered as it stands.
	Select(ctx context.Context, q Query) (*Page, error)
	// Stream passes every row that q chooses to yield, in order, without a limit on
	// their number unless q has one; an error of yield ends it and is returned.
	Stream(ctx context.Context, q Query, yield func(Row) error) error
	// Group answers with one row a group: the group columns, then the aggregates.
	Group(ctx context.Context, q Grouping) (*Groups, error)
	// Profile describes every column.
	Profile(ctx context.Context, id string) ([]Profile, error)
	// Compare tells how one table differs from another, by key.
	Compare(ctx context.Context, q Comparison) (*Difference, error)

	Features() Features
	Close() error
}

// Features names what an engine cannot do.
type Features struct {
	Engine      string
	Folding     bool // text can be matched without accents, đ included
	MedianExact bool
	MaxRows     int64 // of one Select
}

// Query chooses rows of a table.
type Query struct {
	Table    string
	Select   []string // column names, RowID included if wanted; empty: all columns without RowID
	Where    Expr     // nil: every row
	Search   string   // words that some text column of the row must contain, whatever the accents; empty: no such condition
	Order    []Order  // then by RowID ascending
	After    Row      // keyset cursor: the order values and RowID of the last row seen (Page.Last)
	Offset   int64    // instead of After, for conventions that count
	Limit    int      // at most Features.MaxRows; 0: 100; ignored by Stream when 0
	Distinct bool     // each combination of the selected values once; then RowID may not be selected and After not used
	NoTotal  bool     // leave Total at -1
}

// Order by a column; no value comes last in either direction.
type Order struct {
	Column string
	Desc   bool
}

// Page is the answer to a Query.
type Page struct {
	Columns []dataset.Column // of the rows, in order; RowID as an Integer
	Rows    []Row
	Total   int64 // exact number of rows that Where and Search choose
	Last    Row   // cursor for the next page; nil when this page was the last
}

// Grouping aggregates rows.
type Grouping struct {
	Table      string
	Where      Expr
	Search     string
	By         []Bucket
	Aggregates []Aggregate // empty: count of rows
	Order      []Order     // by output names; default: by the groups
	Limit      int         // default 1,000
	Offset     int64
}

// Bucket is a column to group by, or a part of a date.
type Bucket struct {
	Column string
	Part   string // "", year, quarter, month, day: dates cut to the beginning of that part
}

// Name of the output column.
func (b Bucket) Name() string {
	if b.Part == "" {
		return b.Column
	}
	return b.Column + "_" + b.Part
}

// Function of an Aggregate.
type Function string

const (
	Count    Function = "count" // of rows, or of values where a column is named
	Sum      Function = "sum"
	Avg      Function = "avg"
	Min      Function = "min"
	Max      Function = "max"
	Median   Function = "median"
	Distinct Function = "distinct" // number of different values
)

// Aggregate is one figure a group.
type Aggregate struct {
	Function Function
	Column   string // empty only for Count
	As       string // output name; empty: function_column, or “count”
}

// Name of the output column.
func (a Aggregate) Name() string {
	switch {
	case a.As != "":
		return a.As
	case a.Column == "":
		return string(a.Function)
	}
	return string(a.Function) + "_" + a.Column
}

// Groups is the answer to a Grouping.
type Groups struct {
	Columns []dataset.Column
	Rows    []Row
	Total   int64 // exact number of groups
}

// Profile describes the values of one column.
type Profile struct {
	Column   string
	Values   int64 // that are there
	Missing  int64
	Distinct int64 // approximate above 10,000
	Min, Max any   // nil for text longer than 200 characters and for geometry
	Mean     *float64
	Median   *float64
	Top      []Frequent // the most frequent values of columns with at most 1,000 different ones, up to 10
}

// Frequent is a value and how often it occurs.
type Frequent struct {
	Value any
	Count int64
}

// Comparison of two tables by the values of their key columns. Without a key rows
// are compared as wholes: then there are added and removed rows only.
type Comparison struct {
	From, To string   // table ids
	Key      []string // column names present in both
	Limit    int      // rows of each kind shown; default 100
}

// Difference between two tables.
type Difference struct {
	Columns        []dataset.Column // common columns, as in To
	Key            []string
	Added          int64
	Removed        int64
	Changed        int64
	Same           int64
	AddedRows      []Row
	RemovedRows    []Row
	ChangedRows    []Changed
	ColumnsAdded   []dataset.Column
	ColumnsRemoved []dataset.Column
	ColumnsRetyped []Retyped
	KeyRepeated    bool // the key does not name rows uniquely, so rows were compared as wholes
}

// Changed is a row whose key stayed and whose other values did not.
type Changed struct{ Before, After Row }

// Retyped is a column that changed its type.
type Retyped struct {
	Column   string
	From, To dataset.Type
}
