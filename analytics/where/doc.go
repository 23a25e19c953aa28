// Package where reads the conditions, orders and lists that people and programs
// write in addresses, and turns them into the typed tree of analytics. It promises
// that what it returns passes analytics.Check, that every refusal says where the
// text cannot be read and what is wanted there, and that Parse(String(e)) is e for
// every e that Parse gave.
//
//	condition  = term { ("or" | "hoặc") term } .
//	term       = factor { ("and" | "và") factor } .
//	factor     = ("not" | "không") factor | "(" condition ")" | "true" | "false" | test .
//	test       = column operator value
//	           | column ["not"] "between" value "and" value
//	           | column ["not"] "in" "(" value { "," value } ")"
//	           | column ["not"] ("contains" | "starts" | "ends" | "equals") value
//	           | column "is" ["not"] ("missing" | "null") .
//	operator   = "=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">=" .
//	column     = name | "`" title "`" .
//	value      = string | number | date | instant | "true" | "false" .
//	string     = `"` text `"` | "'" text "'" | "“" text "”" .
//	number     = ["-" | "+"] digits ["." digits] ["e" ["-" | "+"] digits] .
//	date       = year "-" month "-" day | day "/" month "/" year .
//	instant    = date "T" time [zone], in quotes also with a space instead of T .
//
// A quotation mark or backquote inside its own kind is written twice. Keywords may be
// in capitals, or in Vietnamese: và, hoặc, không, trong (in), giữa … và (between),
// chứa (contains), bắt đầu (starts), kết thúc (ends), bằng (equals), là (is), trống
// (missing), đúng and có (true), sai and không (false). A column is named by its name
// or its title, whatever accents and capitals; one that is a keyword, or has a space,
// goes in backquotes. = compares texts as they are; contains, starts, ends and equals
// look past accents and capitals. A column without a value fulfils no test but “is
// missing”, so “not” of such a test holds. Instants without a zone are UTC.
package where
