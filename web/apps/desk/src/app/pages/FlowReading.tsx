import { useParams, useSearch } from "@tanstack/react-router";
import { FlowPage } from "@/features/flows/FlowPage";
import classes from "./FlowReading.module.css";

export function FlowReading() {
  const { flowId } = useParams({ from: "/signed-in/flows/$flowId" });
  const { version, step } = useSearch({ from: "/signed-in/flows/$flowId" });
  return (
    <main className={classes.page} id="content">
      <FlowPage flowId={flowId} key={flowId} step={step} version={version} />
    </main>
  );
}
