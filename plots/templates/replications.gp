# $series: seconds, then least, median, most of the runs: of p50, of p95 (ms); slo_ms (0: none), slo, runs
set lmargin at screen 0.1
set rmargin at screen 0.985
set bmargin at screen body * (0.13)
set tmargin at screen body * (0.93)
set logscale y
set xrange [0:last_s]
set yrange [decade(low_ms):high_ms * 1.5]
set ytics nomirror @durations
set xlabel 'time since the start of the test, s' offset 0, 0.3
set ylabel 'response time' offset 1, 0
set key at graph 1, graph 1.02 right bottom horizontal width 1
if (slo_ms > 0) {
  set arrow 1 from 0, slo_ms to last_s, slo_ms nohead lc rgb ink lw 1.5 dt 2 front
  set label 1 slo at last_s, slo_ms right offset 0, 0.6 textcolor rgb ink front
}
plot $series using 1:5:7 with filledcurves lc rgb orange fs transparent solid 0.35 notitle, \
     $series using 1:2:4 with filledcurves lc rgb sky fs transparent solid 0.45 notitle, \
     $series using 1:6 with lines lw 2 lc rgb orange title 'p95', \
     $series using 1:3 with lines lw 2 lc rgb blue title 'p50'
