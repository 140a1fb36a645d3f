# The picture of the README, from result files alone:
#   onsale run queue-5000vu/seat-occupy-reserve --out-dir out/seats
#   onsale replay queue-5000vu --json > out/replay.json
#   jq -r -f plots/replay_figures.jq out/replay.json > out/replay.dat
#   gnuplot -e "series='out/seats/timeseries.csv'; figures='out/replay.dat'; picture='docs/images/queue-5000vu.svg'" plots/replay_overview.gp
set terminal svg size 1000,470 font "Helvetica,13" background "#ffffff"
set output picture
set datafile separator ","
set multiplot layout 1,2 margins 0.09,0.98,0.13,0.88 spacing 0.17

set title "Seats on sale to 5,000 users, second by second" offset 0,-0.3
set xlabel "seconds"
set ylabel "requests per second" offset 0.5,0
set y2label "mean response time, s" offset -0.5,0
set y2tics
set ytics nomirror
set yrange [0:*]
set y2range [0:*]
set grid ytics lc rgb "#e6e6e6"
set key top left samplen 2 spacing 1.1
set border lc rgb "#888888"
plot series using 1:3 with lines lw 2 lc rgb "#2a6fbb" title "requests/s", \
     series using 1:($5/1000) axes x1y2 with lines lw 2 lc rgb "#c8452c" title "mean response time"

unset y2label
unset y2tics
unset y2range
set title "Predicted against published" offset 0,-0.3
set datafile separator whitespace
set logscale xy
set xlabel "published, s"
set ylabel "predicted, s"
set xrange [0.001:30]
set yrange [0.001:30]
set grid xtics ytics lc rgb "#e6e6e6"
set key top left
plot x*1.1 with lines lw 1 dt 2 lc rgb "#bbbbbb" title "+- 10 %", x/1.1 with lines lw 1 dt 2 lc rgb "#bbbbbb" notitle, \
     figures using 2:(strcol(1) eq "queue-token-issue" ? $3 : NaN) with points pt 7 ps 0.9 lc rgb "#2a6fbb" title "token issue", \
     figures using 2:(strcol(1) eq "queue-status-poll" ? $3 : NaN) with points pt 5 ps 0.9 lc rgb "#3a9a5b" title "status poll", \
     figures using 2:(strcol(1) eq "seat-occupy-reserve" ? $3 : NaN) with points pt 9 ps 1.1 lc rgb "#c8452c" title "occupy and reserve"
unset multiplot
