// Package export writes tables as files that other programs open: CSV, CSV for
// Excel, XLSX, JSON, NDJSON, Parquet, GeoJSON, and the TSV and XML of CKAN dumps.
//
// It promises that rows pass through one at a time with bounded memory, that the
// same table gives the same bytes, and that values never change: integers are
// exact, decimals are the shortest figure that reads back as the same number,
// dates are ISO 8601 and points in time are UTC, except in the two formats for
// Excel, where dates look as Vietnamese readers write them and times are those of
// Vietnam. Text for Excel that a spreadsheet would run as a formula is made
// harmless there and only there. A number that is not a number is no value.
//
// It asks no engine for rows, keeps no files and sets no headers: the caller does.
package export
