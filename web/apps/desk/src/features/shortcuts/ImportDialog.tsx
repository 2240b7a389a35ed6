import { Alert, Button, FileButton, Group, Modal, Stack, Table } from "@mantine/core";
import type { ImportReport } from "@obrol/api";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { importSheet } from "./api";
import classes from "./shortcuts.module.css";
import { useSentence } from "./useSentence";

const COLUMNS = ["name", "text", "category", "for"] as const;

/** Brings shortcuts from a spreadsheet, and tells what became of every line. */
export function ImportDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const sentence = useSentence();
  const bring = useMutation({
    mutationFn: importSheet,
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.shortcuts }),
  });
  const close = () => {
    onClose();
    bring.reset();
  };
  return (
    <Modal
      closeButtonProps={{ "aria-label": t("shell.action.close") }}
      onClose={close}
      opened={opened}
      size="lg"
      title={t("shortcuts.sheet.title")}
    >
      <Stack>
        {bring.data ? (
          <Report name={bring.variables?.name ?? ""} report={bring.data} />
        ) : (
          <Columns />
        )}
        {bring.error ? (
          <Alert color="red" role="alert">
            {sentence(bring.error)}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <FileButton
            accept=".csv,.tsv,.txt,text/csv"
            onChange={(file) => file && bring.mutate(file)}
          >
            {(props) => (
              <Button
                {...props}
                leftSection={<IconUpload size={16} />}
                loading={bring.isPending}
                variant={bring.data ? "default" : "filled"}
              >
                {t(bring.data ? "shortcuts.sheet.another" : "shortcuts.sheet.choose")}
              </Button>
            )}
          </FileButton>
          {bring.data ? <Button onClick={close}>{t("shell.action.close")}</Button> : null}
        </Group>
      </Stack>
    </Modal>
  );
}

function Columns() {
  const { t } = useTranslation();
  return (
    <div>
      <p className={classes.sheetLead}>{t("shortcuts.sheet.lead")}</p>
      <h3 className={classes.sheetTitle}>{t("shortcuts.sheet.columns")}</h3>
      <ul className={classes.columns}>
        {COLUMNS.map((column) => (
          <li key={column}>{t(`shortcuts.sheet.column.${column}`)}</li>
        ))}
      </ul>
    </div>
  );
}

function Report({ name, report }: { name: string; report: ImportReport }) {
  const { t } = useTranslation();
  const { made, changed, same, problems } = report;
  return (
    <div aria-live="polite">
      <p className={classes.sheetLead}>{t("shortcuts.sheet.done", { name })}</p>
      <p className={classes.sheetLead}>
        {t("shortcuts.sheet.made", { count: made })}
        {changed > 0 ? ` ${t("shortcuts.sheet.changed", { count: changed })}` : null}
        {same > 0 ? ` ${t("shortcuts.sheet.same", { count: same })}` : null}
      </p>
      {problems.length > 0 ? (
        <>
          <p className={classes.bad}>{t("shortcuts.sheet.problems", { count: problems.length })}</p>
          <Table.ScrollContainer mah={280} minWidth={320}>
            <Table stickyHeader>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("shortcuts.sheet.line")}</Table.Th>
                  <Table.Th>{t("shortcuts.sheet.name")}</Table.Th>
                  <Table.Th>{t("shortcuts.sheet.why")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {problems.map(({ line, name: called, code }) => (
                  <Table.Tr key={line}>
                    <Table.Td>{line}</Table.Td>
                    <Table.Td className={classes.called}>{called}</Table.Td>
                    <Table.Td>{t(`shortcuts.sheet.problem.${code}`)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </>
      ) : null}
    </div>
  );
}
