# $series: for each run seconds, requests/s, p95 (ms); runs, names, last_s, slo_ms (0: none), slo
set multiplot
set lmargin at screen 0.1
set rmargin at screen 0.985
set xrange [0:last_s]
set format x ''
set tmargin at screen body * (0.89)
set bmargin at screen body * (0.55)
set yrange [0:*]
set ylabel 'requests answered per second'
set key at graph 0, graph 1.02 left bottom horizontal width 1
plot for [i=1:runs] $series using (column(3*i-2)):(column(3*i-1)) with lines lw 2 lc rgb colours[i] title names[i]
@headless
set tmargin at screen body * (0.5)
set bmargin at screen body * (0.11)
set format x '%g'
set xlabel 'time since the start of the test, s' offset 0, 0.3
set ylabel 'p95 response time' offset 1, 0
set logscale y
set yrange [*:*]
set ytics nomirror @durations
unset key
if (slo_ms > 0) {
  set arrow 1 from 0, slo_ms to last_s, slo_ms nohead lc rgb ink lw 1.5 dt 2 front
  set label 1 slo at last_s, slo_ms right offset 0, 0.6 textcolor rgb ink front
}
plot for [i=1:runs] $series using (column(3*i-2)):(column(3*i)) with lines lw 2 lc rgb colours[i]
unset multiplot
