#!/usr/bin/env bash
# Starts a training, or goes on with it, on one core and at idle priority, so that others can work.
#
#   docs/train_in_background.sh CORE RUN                              goes on with ../runs/RUN
#   docs/train_in_background.sh CORE RUN RECIPE DATA [key=value ...]  begins it
#
# What it says goes to ../runs/RUN.out. It ends with SIGTERM, keeping what was learnt. Linux only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
core="$1" run="../runs/$2"
shift 2
if [[ -d "$run" ]]; then
    command=(fit --resume "$run")
else
    command=(fit --config "$1" --data "$2" --run "$run")
    shift 2
    for change in "$@"; do command+=(--set "$change"); done
fi
mkdir -p ../runs
export OMP_NUM_THREADS=1 GLIBC_TUNABLES=glibc.malloc.hugetlb=1
setsid nohup nice -n 19 chrt --idle 0 taskset -c "$core" \
    .venv/bin/mirnet-train "${command[@]}" --threads 1 --quiet >>"$run.out" 2>&1 </dev/null &
# Linux weighs sessions against each other, and priorities within each: it needs both. A moment
# too early it is this shell's session that becomes idle.
sleep 3
echo "${AUTOGROUP:-19}" >"/proc/$!/autogroup" || true
echo "$run: process $!"
