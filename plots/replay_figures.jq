# Rows `test published predicted` (seconds) of the targeted response times of a replay.
.runs[] | .test as $test | .metrics[] | select(.name | test("^http_req_duration (avg|med|p90|p95)$"))
| "\($test) \(.published) \(.predicted)"
